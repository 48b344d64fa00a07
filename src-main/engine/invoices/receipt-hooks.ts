import {
  enqueueReceipt,
  discardReceipts,
  enqueueReceiptCorrection,
  standingReceipts,
} from '../courier/enqueue-papers.ts';
import { jobsOf } from '../courier/enqueue.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import type { SettledHooks, SettledNews } from '../ledger/on-settled.ts';
import { readSettings } from '../workspace/settings-store.ts';

/**
 * Receipts by themselves: one goes once an invoice that is out is settled for good, where the owner wants
 * that; and where a reorganisation takes back what a receipt confirmed, who got it is told, and gets a new one
 * when it is paid again.
 */
export function receiptHooks(db: EngineDatabase, options: EngineOptions): SettledHooks {
  return {
    async onFinal({ invoiceId, at }: SettledNews) {
      const invoice = await readInvoice(db, invoiceId);
      if (!invoice || !(await isOut(db, invoice)) || !isSendable(invoice)) return;
      const { sendReceipts, emailMode: mode } = await readSettings(db, options.practice);
      const client = invoice.signed?.payable.invoice.buyer.email ?? '';
      const promised = (await jobsOf(db, invoiceId)).filter(({ kind }) => kind === 'correction').map(({ to }) => to);
      const addresses = new Set([...(sendReceipts && client !== '' ? [client] : []), ...promised]);
      for (const to of addresses) await enqueueReceipt(db, invoice, { to, mode, at });
    },
    async onUnsettled({ invoiceId, at }: SettledNews) {
      const invoice = await readInvoice(db, invoiceId);
      if (!invoice) return;
      await discardReceipts(db, invoiceId);
      const { emailMode: mode } = await readSettings(db, options.practice);
      if (await isTakenBack(db, invoice)) await enqueueReceiptCorrection(db, invoice, { mode, at });
    },
  };
}

async function readInvoice(db: EngineDatabase, id: string): Promise<InvoiceDocument | null> {
  const document = await db.invoices.findOne(id).exec();
  return document?.toMutableJSON() ?? null;
}

function isSendable({ lifecycle }: InvoiceDocument): boolean {
  return lifecycle === 'issued' || lifecycle === 'credited' || lifecycle === 'uncollectible';
}

/** An invoice that no relay has was given out by other means, and so is its receipt. */
async function isOut(db: EngineDatabase, { id, publishedAt }: InvoiceDocument): Promise<boolean> {
  return (
    publishedAt !== '' || (await jobsOf(db, id)).some(({ kind, status }) => kind === 'publish' && status !== 'failed')
  );
}

/**
 * Whether a payment was lost since the first receipt that stands: reversed, or denied by the owner's own endpoint. What
 * the owner undoes or pays back is no reorganisation, and for the owner to tell.
 */
async function isTakenBack(db: EngineDatabase, invoice: InvoiceDocument): Promise<boolean> {
  const [first] = (await standingReceipts(db, invoice.id)).map(({ createdAt }) => createdAt).sort();
  if (first === undefined) return false;
  const { credited, assigned } = await readLedger(db, invoice);
  const changed = new Map(credited.map(({ payment, updatedAt }) => [payment.key, updatedAt]));
  return [...credited, ...assigned].some(({ payment, verification, movedTo }) => {
    const isDenied = verification?.status === 'mismatch' && verification.checkedAt >= first;
    const isReversed = payment.state === 'reversed' && (changed.get(payment.key) ?? first) >= first;
    // In another block by now, it is back already or on its way again.
    return movedTo === null ? isDenied || isReversed : isReversed;
  });
}
