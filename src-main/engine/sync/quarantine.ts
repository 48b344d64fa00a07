import type { EngineDatabase } from '../database/engine-database.ts';
import type { QuarantinedRow } from './sealed-replication.ts';

/** Where rows go that will not open: they are kept and shown until a version that opens takes their place. */
export async function openQuarantine(db: EngineDatabase, now: () => Date) {
  const held = new Set((await db.quarantine.find().exec()).map((row) => row.hashedId));
  return {
    async quarantine({ cause, collection: source, hashedId, rev, reason }: QuarantinedRow): Promise<void> {
      held.add(hashedId);
      const at = now().toISOString();
      await db.quarantine.upsert({ id: `${hashedId}:${rev}`, cause, source, hashedId, rev, reason, at });
    },
    async release(hashedId: string): Promise<void> {
      if (!held.delete(hashedId)) return;
      await db.quarantine.find({ selector: { hashedId } }).remove();
    },
  };
}
