import { ok, type Result } from '../../../shared/result.ts';
import { deleteDeviceValue, deviceKeys, writeDeviceValue } from '../database/device-values.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * Work whose one deciding write is to one document, the invoice or (`adjust`) an adjustment, with more that follows from it in
 * other collections (history, counter, jobs). It is written down first; whatever the crash, the next start finishes what the
 * document says was decided.
 */
export type Intent =
  | { readonly kind: 'issue' | 'void' | 'reinstate' | 'write-off'; readonly invoiceId: string; readonly at: string }
  | AdjustIntent;

/** An adjustment that is written, undone or restored at `at` (its `updatedAt` then); `before` is what it was, null if it is new. */
export interface AdjustIntent {
  readonly kind: 'adjust';
  readonly adjustmentId: string;
  readonly before: AdjustmentDocument | null;
  readonly at: string;
}

const prefix = deviceKeys.intent('');

/** Notes the intent, decides, follows up, and forgets it. `followUp` must be idempotent; it reads what was decided. */
export async function withIntent<Value>(
  db: EngineDatabase,
  intent: Intent,
  decide: () => Promise<Result<Value>>,
  followUp: (intent: Intent) => Promise<void>,
): Promise<Result<Value>> {
  const key = deviceKeys.intent(`${intent.kind}:${intent.kind === 'adjust' ? intent.adjustmentId : intent.invoiceId}`);
  await writeDeviceValue(db, key, intent);
  const decided = await decide();
  if (decided.ok) await followUp(intent);
  await deleteDeviceValue(db, key);
  return decided.ok ? ok(decided.value) : decided;
}

/** Finishes what a crash left begun. */
export async function finishIntents(db: EngineDatabase, followUp: (intent: Intent) => Promise<void>): Promise<void> {
  const left = await db.device.find({ selector: { key: { $gte: prefix, $lt: `${prefix}\uffff` } } }).exec();
  for (const document of left) {
    await followUp(document.toMutableJSON().value as Intent);
    await document.incrementalRemove();
  }
}
