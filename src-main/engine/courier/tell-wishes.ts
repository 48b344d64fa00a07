import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { enqueueAgain } from './enqueue.ts';

/**
 * After a change of settings: has the relay told what the owner wishes of links that are out and still ask for money,
 * where that has changed (what may be assumed, how many confirmations). It takes it with a publication that it has.
 *
 * @param at when it was changed, ISO 8601.
 */
export async function tellWishes(db: EngineDatabase, before: Settings, after: Settings, at: string): Promise<void> {
  if (wishesOf(before) === wishesOf(after)) return;
  const mark = bytesToHex(sha256(utf8ToBytes(`wishes|${at}|${wishesOf(after)}`)).slice(0, 8));
  for (const document of await db.invoices.find({ selector: { phase: 'open', publishedAt: { $gt: '' } } }).exec()) {
    if ((document.signed?.payable.terms.monitorUntil ?? '') < at) continue;
    await enqueueAgain(db, document.toMutableJSON(), null, mark, at);
  }
}

function wishesOf({ assumeExactAmount, confirmations }: Settings): string {
  const minimums = Object.entries(confirmations).toSorted(([a], [b]) => Number(a) - Number(b));
  return JSON.stringify([assumeExactAmount, minimums]);
}
