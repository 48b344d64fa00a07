import type { Kysely } from 'kysely';
import type { RelaySchema } from '../storage/schema.ts';

/**
 * Lets a chain's past be looked through, from each issue on, for every link that names the chain and is still
 * monitored, or had a payment that was reversed: what was paid while nobody read it, or has moved, is found. Scans that
 * have begun begin anew.
 *
 * @param now milliseconds since 1970.
 */
export async function queueScans(db: Kysely<RelaySchema>, chainId: number, now: number): Promise<void> {
  await db
    .insertInto('pending_scans')
    .columns(['chain_id', 'link_id'])
    .expression((query) =>
      query
        .selectFrom('watches')
        .select(['chain_id', 'link_id'])
        .distinct()
        .where('chain_id', '=', chainId)
        .where((where) =>
          where.or([
            where('monitor_until', '>=', Math.floor(now / 1_000)),
            where(
              'link_id',
              'in',
              where
                .selectFrom('payments')
                .select('payments.link_id')
                .where('payments.chain_id', '=', chainId)
                .where('payments.state', '=', 'reversed')
                .where('payments.link_id', 'is not', null),
            ),
          ]),
        ),
    )
    .onConflict((conflict) =>
      conflict.columns(['chain_id', 'link_id']).doUpdateSet({ next_block: null, last_block: null, retry_at: 0 }),
    )
    .execute();
}
