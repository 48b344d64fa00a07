import type { z } from 'zod';
import type { pullFeed as pullFeedOperation } from '../../shared/relay-api/feed.ts';
import type { RelayContext } from '../relay-context.ts';

type Query = z.output<(typeof pullFeedOperation)['query']>;

/**
 * Reads a collection's sealed documents after a checkpoint: exactly `limit` rows whenever more exist. A
 * checkpoint of another epoch reads from the beginning; so does one beyond the account's counter, which only a
 * restored backup explains.
 */
export async function pullFeed(context: RelayContext, account: string, query: Query) {
  const { kysely, epoch } = context.database;
  const { feed_seq: last } = await kysely
    .selectFrom('accounts')
    .select('feed_seq')
    .where('key', '=', account)
    .executeTakeFirstOrThrow();
  const after = query.epoch === epoch && query.seq <= last ? query.seq : 0;
  const rows = await kysely
    .selectFrom('feed_rows')
    .select(['collection', 'id', 'rev', 'sealed', 'seq'])
    .where('account', '=', account)
    .where('collection', '=', query.collection)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(query.limit)
    .execute();
  return {
    rows: rows.map(({ seq: _, ...row }) => row),
    checkpoint: { epoch, seq: rows.at(-1)?.seq ?? after },
  };
}
