import type { z } from 'zod';
import { relayEventSchema, type listEvents as listEventsOperation } from '../../shared/relay-api/events.ts';
import type { RelayContext } from '../relay-context.ts';

type Query = z.output<(typeof listEventsOperation)['query']>;

/** Reads an account's events after a checkpoint, oldest first; another epoch reads from the beginning. */
export async function listEvents(context: RelayContext, account: string, query: Query) {
  const { kysely, epoch } = context.database;
  const after = query.epoch === epoch ? query.seq : 0;
  const rows = await kysely
    .selectFrom('events')
    .select(['seq', 'body'])
    .where('account', '=', account)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(query.limit)
    .execute();
  const events = rows.map((row) => relayEventSchema.parse(JSON.parse(row.body)));
  return { events, checkpoint: { epoch, seq: rows.at(-1)?.seq ?? after } };
}
