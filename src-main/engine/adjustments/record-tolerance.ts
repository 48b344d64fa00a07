import { formatMoney } from '../../../shared/money/amount.ts';
import { shortfallLimit } from '../../../shared/payment/tolerance.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import { settingsId, type InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline } from '../ledger/timeline.ts';
import { toleranceId } from './adjustment-ids.ts';
import { newAdjustment } from './new-adjustment.ts';

/**
 * Lets a shortfall go that the owner's tolerance covers, once everything that was paid counts: never while something is
 * on its way, nor where nothing was received. The invoice has one tolerance at most, under an id made of its own, so
 * devices write the same one; the owner's undoing of it is for good.
 *
 * @returns Whether the ledger has changed.
 */
export async function recordTolerance(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  settlement: Settlement,
  at: string,
): Promise<boolean> {
  const { remaining, received, pending } = settlement;
  if (invoice.lifecycle !== 'issued' || remaining === 0n || received === 0n || pending > 0n) return false;
  const settings = await db.settings.findOne(settingsId).exec();
  const limit = shortfallLimit(settings?.tolerance, { total: BigInt(invoice.total), currency: invoice.currency });
  if (limit === null || remaining > limit) return false;
  const id = toleranceId(invoice.id);
  const known = await db.adjustments.findOne(id).exec();
  if (known && (known.undone || BigInt(known.amount) >= remaining)) return false;
  const amount = remaining.toString();
  const money = (minor: bigint): string => formatMoney({ minor, currency: invoice.currency }, 'en-US');
  const detail = `${money(remaining)} short, within your tolerance of ${money(limit)}: the rest is let go.`;
  await addToTimeline(db, [{ invoiceId: invoice.id, kind: 'tolerance-used', occasion: amount, at, detail }]);
  if (known) await known.incrementalPatch({ amount, updatedAt: at });
  else {
    const { id: invoiceId, linkId } = invoice;
    await db.adjustments.insertIfNotExists(newAdjustment({ id, kind: 'tolerance', invoiceId, linkId, amount, at }));
  }
  return true;
}
