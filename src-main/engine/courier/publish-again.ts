import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { addDays } from '../../../shared/invoice/calendar-date.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { longestMonitoring } from '../invoices/taken-tails.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { assignmentIndex } from '../adjustments/assignment-index.ts';
import { enqueueAgain, enqueueAssignment } from './enqueue.ts';
import { wantedShare, wantedStatus } from './follow-link-status.ts';

/**
 * Publishes every link again that is still looked after, and repeats the owner's words on transfers, when the relay is
 * another one than last time or has come back without its memory (another epoch). Repeating a publication that the
 * relay does have changes nothing there.
 *
 * @returns Whether anything was queued.
 */
export async function publishAgain(db: EngineDatabase, origin: string, epoch: string, now: Date): Promise<boolean> {
  const place = `${origin}|${epoch}`;
  const before = await readDeviceValue<string>(db, deviceKeys.linksAt);
  if (before === place) return false;
  const queued = before === null ? 0 : await queueAll(db, place, now.toISOString());
  await writeDeviceValue(db, deviceKeys.linksAt, place);
  return queued > 0;
}

async function queueAll(db: EngineDatabase, place: string, at: string): Promise<number> {
  const earliest = addDays(at.slice(0, 10), -longestMonitoring - 2);
  const mark = bytesToHex(sha256(utf8ToBytes(place)).slice(0, 8));
  const found = await db.invoices.find({ selector: { publishedAt: { $gt: '' }, dueDate: { $gte: earliest } } }).exec();
  let queued = 0;
  for (const document of found) {
    if ((document.signed?.payable.terms.monitorUntil ?? '') < at) continue;
    const invoice = document.toMutableJSON();
    const ledger = await readLedger(db, invoice);
    const isPartOpen = wantedShare(invoice, ledger) !== '';
    const status = { open: isPartOpen ? 'reinstate' : null, void: 'void', settled: 'settle' } as const;
    await enqueueAgain(db, invoice, status[wantedStatus(invoice, ledger)], mark, at);
    queued += 1;
  }
  for (const word of (await assignmentIndex(db)).all()) {
    if (word.undone) continue;
    await enqueueAssignment(db, word, mark);
    queued += 1;
  }
  return queued;
}
