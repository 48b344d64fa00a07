import { inChunks } from '../storage/in-chunks.ts';
import type { Database } from '../storage/transact.ts';

/** The owner's word on transfers, by lasting id: base units by link. A transfer with no links pays nothing. */
export type AssignedParts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads what an account's owner says of these transfers; those without a word of the owner's are absent. */
export async function readAssignedParts(
  db: Database,
  account: string,
  lastingIds: readonly string[],
): Promise<AssignedParts> {
  const rows = await inChunks([...new Set(lastingIds)], (some) =>
    db
      .selectFrom('assignments')
      .leftJoin('assignment_parts as part', (join) =>
        join.onRef('part.account', '=', 'assignments.account').onRef('part.lasting_id', '=', 'assignments.lasting_id'),
      )
      .select(['assignments.lasting_id', 'part.link_id', 'part.units'])
      .where('assignments.account', '=', account)
      .where('assignments.lasting_id', 'in', some)
      .orderBy('part.position')
      .execute(),
  );
  const parts = new Map<string, Map<string, string>>();
  for (const { lasting_id, link_id, units } of rows) {
    const ofTransfer = parts.get(lasting_id) ?? new Map<string, string>();
    parts.set(lasting_id, ofTransfer);
    if (link_id !== null && units !== null) ofTransfer.set(link_id, units);
  }
  return parts;
}
