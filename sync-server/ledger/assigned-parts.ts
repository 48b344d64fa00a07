import type { Database } from '../storage/transact.ts';

/** The owner's word on transfers, by lasting id: base units by link. A transfer with no links pays nothing. */
export type AssignedParts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads what an account's owner says of these transfers; those without a word of the owner's are absent. */
export async function readAssignedParts(
  db: Database,
  account: string,
  lastingIds: readonly string[],
): Promise<AssignedParts> {
  if (lastingIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('assignments')
    .leftJoin('assignment_parts as part', (join) =>
      join.onRef('part.account', '=', 'assignments.account').onRef('part.lasting_id', '=', 'assignments.lasting_id'),
    )
    .select(['assignments.lasting_id', 'part.link_id', 'part.units'])
    .where('assignments.account', '=', account)
    .where('assignments.lasting_id', 'in', [...new Set(lastingIds)])
    .orderBy('part.position')
    .execute();
  const parts = new Map<string, Map<string, string>>();
  for (const { lasting_id, link_id, units } of rows) {
    const ofTransfer = parts.get(lasting_id) ?? new Map<string, string>();
    parts.set(lasting_id, ofTransfer);
    if (link_id !== null && units !== null) ofTransfer.set(link_id, units);
  }
  return parts;
}

/** The links that the owner's word on a transfer names. */
export async function assignedLinks(db: Database, account: string, lastingId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('assignment_parts')
    .select('link_id')
    .where('account', '=', account)
    .where('lasting_id', '=', lastingId)
    .execute();
  return rows.map(({ link_id }) => link_id);
}
