import type { Result } from '../../../shared/result.ts';
import { deleteDeviceValue, deviceKeys, writeDeviceValue } from '../database/device-values.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { storageProblemOf } from '../database/storage-problem.ts';
import type { InvoiceContext } from './invoice-context.ts';

/**
 * Work whose one deciding write is to one document, the invoice or (`adjust`) an adjustment, with more that follows
 * from it in other collections (history, counter, jobs). It is written down first; whatever the crash, the next start
 * finishes what the document says was decided.
 */
export type Intent =
  | { readonly kind: 'issue' | 'void' | 'reinstate' | 'write-off'; readonly invoiceId: string; readonly at: string }
  | AdjustIntent;

/**
 * An adjustment that is written, undone or restored at `at` (its `updatedAt` then); `before` is what it
 * was, null if it is new.
 */
export interface AdjustIntent {
  readonly kind: 'adjust';
  readonly adjustmentId: string;
  readonly before: AdjustmentDocument | null;
  readonly at: string;
}

const prefix = deviceKeys.intent('');

/** Milliseconds until what could not follow (a full disk) is tried again. */
const finishRetry = 5_000;

/**
 * Notes the intent, decides, follows up, and forgets it; for use in the commands' own order (`exclusively`). `followUp`
 * must be idempotent; it reads what was decided.
 *
 * What was decided stands: where the disk fails after that, the answer is still that it was done, for a second try
 * would do it twice (another credit note, another payment). What follows is made up for after a while, before the next
 * decision, and at the next start.
 */
export async function withIntent<Value>(
  context: Pick<InvoiceContext, 'db' | 'options' | 'exclusively'>,
  intent: Intent,
  decide: () => Promise<Result<Value>>,
  followUp: FollowUp,
): Promise<Result<Value>> {
  const { db } = context;
  await finishIntents(db, followUp);
  const key = deviceKeys.intent(`${intent.kind}:${intent.kind === 'adjust' ? intent.adjustmentId : intent.invoiceId}`);
  await writeDeviceValue(db, key, intent);
  const decided = await decide();
  try {
    if (decided.ok) await followUp(db, intent);
    await deleteDeviceValue(db, key);
  } catch (error) {
    if (!decided.ok || !storageProblemOf(error)) throw error;
    context.options.log.error('what follows from a decision waits', { kind: intent.kind, error: String(error) });
    finishLater(context, followUp);
  }
  return decided;
}

/** Does what follows from an intent. */
export type FollowUp = (db: EngineDatabase, intent: Intent) => Promise<void>;

function finishLater(context: Pick<InvoiceContext, 'db' | 'options' | 'exclusively'>, followUp: FollowUp): void {
  const { db, options, exclusively } = context;
  const finish = async (): Promise<void> => {
    if (!db.closed) await finishIntents(db, followUp);
  };
  const timer = setTimeout(() => {
    exclusively(finish).catch((error: unknown) => {
      options.log.error('what follows from a decision waits', { error: String(error) });
      if (!db.closed) finishLater(context, followUp);
    });
  }, finishRetry);
  timer.unref();
}

/** Finishes what a crash, or a disk that was full, left begun. */
export async function finishIntents(db: EngineDatabase, followUp: FollowUp): Promise<void> {
  const left = await db.device.find({ selector: { key: { $gte: prefix, $lt: `${prefix}\uffff` } } }).exec();
  for (const document of left) {
    await followUp(db, document.toMutableJSON().value as Intent);
    await document.incrementalRemove();
  }
}
