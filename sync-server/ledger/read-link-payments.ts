import { inChunks } from '../storage/in-chunks.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';

/**
 * Most payments of one link in one token of a chain that are shown and reckoned with, the largest first: a link can be
 * showered with specks, which must not stand before what was really paid.
 */
const mostPayments = 500;

/**
 * The payments of each of these links, reversed ones too, oldest block first: those credited to it by rule, but for
 * transfers on which the owner's word stands, and the parts of transfers that the owner assigned to it (rule `manual`,
 * a key of their own). Of more than 500 credited ones in a token the smallest are left out, reversed ones before others. The payment page is shown these, and the relay works out from the same ones which rest it waits
 * for: so both come to one number. A link without payments is absent.
 */
export async function readLinkPayments(db: Database, linkIds: readonly string[]): Promise<Map<string, PaymentRow[]>> {
  const rows = [
    ...(await inChunks(linkIds, (some) => readCredited(db, some))),
    ...(await inChunks(linkIds, (some) => readAssignedParts(db, some))),
  ];
  const byLink = Map.groupBy(rows, ({ link_id }) => link_id ?? '');
  return new Map([...byLink].map(([linkId, payments]) => [linkId, payments.toSorted(byPlace)]));
}

async function readCredited(db: Database, linkIds: readonly string[]): Promise<PaymentRow[]> {
  const ranked = db
    .selectFrom('payments')
    .selectAll()
    .select(({ fn, eb }) => {
      const isReversed = eb.case().when('payments.state', '=', 'reversed').then(1).else(0).end();
      return fn
        .agg<number>('row_number')
        .over((over) =>
          over
            .partitionBy(['payments.link_id', 'payments.chain_id', 'payments.token'])
            .orderBy(isReversed)
            // Numbers in digits, as large as their texts are long.
            .orderBy((of) => of.fn('length', ['payments.units']), 'desc')
            .orderBy('payments.units', 'desc')
            .orderBy('payments.key'),
        )
        .as('rank');
    })
    .where('link_id', 'in', linkIds)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('assignments')
            .select('assignments.lasting_id')
            .whereRef('assignments.account', '=', 'payments.account')
            .whereRef('assignments.lasting_id', '=', 'payments.lasting_id'),
        ),
      ),
    );
  const rows = await db.selectFrom(ranked.as('ranked')).selectAll().where('rank', '<=', mostPayments).execute();
  return rows.map(({ rank: _, ...row }) => row);
}

async function readAssignedParts(db: Database, linkIds: readonly string[]): Promise<PaymentRow[]> {
  const rows = await db
    .selectFrom('assignment_parts as part')
    .innerJoin('payments', (join) =>
      join.onRef('payments.account', '=', 'part.account').onRef('payments.lasting_id', '=', 'part.lasting_id'),
    )
    .innerJoin('links', 'links.id', 'part.link_id')
    .selectAll('payments')
    .select(['part.link_id as part_link', 'part.units as part_units', 'part.position', 'links.expires_at'])
    .where('part.link_id', 'in', linkIds)
    .execute();
  return rows.map(({ part_link, part_units, position, expires_at, ...row }) => ({
    ...row,
    key: `${row.key}#${position}`,
    link_id: part_link,
    units: part_units,
    rule: 'manual',
    reason: null,
    late: row.block_time > expires_at / 1_000 ? 1 : 0,
  }));
}

function byPlace(a: PaymentRow, b: PaymentRow): number {
  return a.block_number - b.block_number || a.log_index - b.log_index || (a.key < b.key ? -1 : 1);
}
