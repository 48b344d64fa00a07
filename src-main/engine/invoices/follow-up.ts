import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline } from '../ledger/timeline.ts';
import { followAdjustment } from '../adjustments/follow-adjustment.ts';
import { discardUnsent } from '../courier/enqueue.ts';
import { followLinkStatus } from '../courier/follow-link-status.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { raiseAddressHighWater } from '../receiving/next-index.ts';
import { loadInvoice } from './invoice-context.ts';
import type { Intent } from './intents.ts';
import { raiseHighWater } from './number-series.ts';

/** Does what follows from an invoice's new state, as far as it has been decided; idempotent. */
export async function followUp(db: EngineDatabase, intent: Intent): Promise<void> {
  if (intent.kind === 'adjust') return followAdjustment(db, intent);
  const invoice = await loadInvoice(db, intent.invoiceId);
  if (!invoice.ok || !invoice.value.signed) return;
  const { id, linkId, lifecycle, number, series, sequence, addressIndex, forwarderOwner, voidReason } = invoice.value;
  const note = { invoiceId: id, at: intent.at };
  if (intent.kind === 'issue') {
    await raiseHighWater(db, series, sequence);
    await raiseAddressHighWater(db, addressIndex);
    // Wallets find an address far from the first ones by its place alone.
    const isOfAccount = addressIndex >= 0 && forwarderOwner === '';
    const place = isOfAccount ? ` It is paid to address ${addressIndex} of your account (…/0/${addressIndex}).` : '';
    const detail = `Issued and signed as ${number}.${place}`;
    // By its link: a draft that two devices issue has two such entries, of which each is one invoice's.
    await addToTimeline(db, [{ ...note, kind: 'issued', occasion: linkId, detail }]);
  }
  if (intent.kind === 'void' && lifecycle === 'void') {
    const detail = voidReason === '' ? 'Voided.' : `Voided: ${voidReason}`;
    await addToTimeline(db, [{ ...note, kind: 'voided', occasion: intent.at, detail }]);
    await discardUnsent(db, id);
  }
  if (intent.kind === 'write-off' && lifecycle === 'uncollectible') {
    const detail = voidReason === '' ? 'Written off as uncollectible.' : `Written off as uncollectible: ${voidReason}`;
    await addToTimeline(db, [{ ...note, kind: 'written-off', occasion: intent.at, detail }]);
  }
  if (intent.kind === 'reinstate' && lifecycle === 'issued') {
    await addToTimeline(db, [
      { ...note, kind: 'reinstated', occasion: intent.at, detail: 'Reinstated: it asks for payment again.' },
    ]);
  }
  if (intent.kind !== 'issue')
    await followLinkStatus(db, invoice.value, await readLedger(db, invoice.value), intent.at);
}
