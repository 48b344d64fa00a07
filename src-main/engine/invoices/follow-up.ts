import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline } from '../ledger/timeline.ts';
import { discardUnsent, enqueueLinkStatus } from '../courier/enqueue.ts';
import { raiseAddressHighWater } from '../receiving/next-index.ts';
import { loadInvoice } from './invoice-context.ts';
import type { Intent } from './intents.ts';
import { raiseHighWater } from './number-series.ts';

/** Does what follows from an invoice's new state, as far as it has been decided; idempotent. */
export async function followUp(db: EngineDatabase, intent: Intent): Promise<void> {
  const invoice = await loadInvoice(db, intent.invoiceId);
  if (!invoice.ok || !invoice.value.signed) return;
  const { id, lifecycle, number, series, sequence, addressIndex, voidReason } = invoice.value;
  const note = { invoiceId: id, at: intent.at };
  if (intent.kind === 'issue') {
    await raiseHighWater(db, series, sequence);
    await raiseAddressHighWater(db, addressIndex);
    await addToTimeline(db, [{ ...note, kind: 'issued', occasion: '', detail: `Issued and signed as ${number}.` }]);
  }
  if (intent.kind === 'void' && lifecycle === 'void') {
    const detail = voidReason === '' ? 'Voided.' : `Voided: ${voidReason}`;
    await addToTimeline(db, [{ ...note, kind: 'voided', occasion: intent.at, detail }]);
    await discardUnsent(db, id);
    await enqueueLinkStatus(db, invoice.value, 'void', intent.at);
  }
  if (intent.kind === 'reinstate' && lifecycle === 'issued') {
    await addToTimeline(db, [
      { ...note, kind: 'reinstated', occasion: intent.at, detail: 'Reinstated: it asks for payment again.' },
    ]);
    await enqueueLinkStatus(db, invoice.value, 'reinstate', intent.at);
  }
}
