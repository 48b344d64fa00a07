import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';

/** Most payments of one link that are shown and reckoned with: a link can be showered with specks. */
const mostPayments = 500;

/**
 * A link's payments, reversed ones too, oldest block first: those credited to it by rule, but for transfers on which the
 * owner's word stands, and the parts of transfers that the owner assigned to it (rule `manual`, a key of their own). The
 * payment page is shown these, and the relay works out from the same ones which rest it waits for: so both come to one
 * number.
 */
export async function readLinkPayments(db: Database, linkId: string): Promise<PaymentRow[]> {
  const credited = await db
    .selectFrom('payments')
    .selectAll()
    .where('link_id', '=', linkId)
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
    )
    .orderBy('block_number')
    .orderBy('log_index')
    .orderBy('key')
    .limit(mostPayments)
    .execute();
  const assigned = await readAssignedParts(db, linkId);
  if (assigned.length === 0) return credited;
  return [...credited, ...assigned].toSorted(byPlace).slice(0, mostPayments);
}

async function readAssignedParts(db: Database, linkId: string): Promise<PaymentRow[]> {
  const rows = await db
    .selectFrom('assignment_parts as part')
    .innerJoin('payments', (join) =>
      join.onRef('payments.account', '=', 'part.account').onRef('payments.lasting_id', '=', 'part.lasting_id'),
    )
    .innerJoin('links', 'links.id', 'part.link_id')
    .selectAll('payments')
    .select(['part.units as part_units', 'part.position', 'links.expires_at'])
    .where('part.link_id', '=', linkId)
    .limit(mostPayments)
    .execute();
  return rows.map(({ part_units, position, expires_at, ...row }) => ({
    ...row,
    key: `${row.key}#${position}`,
    link_id: linkId,
    units: part_units,
    rule: 'manual',
    reason: null,
    late: row.block_time > expires_at / 1_000 ? 1 : 0,
  }));
}

function byPlace(a: PaymentRow, b: PaymentRow): number {
  return a.block_number - b.block_number || a.log_index - b.log_index || (a.key < b.key ? -1 : 1);
}
