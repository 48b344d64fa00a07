import { parseEmailAddress } from '../../../shared/invoice/email-address.ts';
import { canSend } from '../../../shared/invoice/lifecycle.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { enqueueSend } from '../courier/enqueue.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import { addToTimeline } from '../ledger/timeline.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { linkOf, loadInvoice, relayOriginOf, type InvoiceContext } from './invoice-context.ts';

/** How an invoice is sent: email with PDF, email with the link alone, or only the link to give out. */
export type SendMode = 'pdf' | 'link' | 'publish-only';

/**
 * Queues an issued invoice for publication and, unless `publish-only`, its email to `to` (the client's address when
 * null). Works with the network off: the queue goes by itself.
 */
export function sendInvoice(
  context: InvoiceContext,
  request: { readonly id: string; readonly mode: SendMode; readonly to: string | null },
): Promise<Result<{ link: string; jobIds: string[] }>> {
  return context.exclusively(async () => {
    const { db, options, courier } = context;
    const invoice = await loadInvoice(db, request.id);
    if (!invoice.ok) return invoice;
    if (!canSend({ lifecycle: invoice.value.lifecycle, hasPayments: false })) return notSendable(invoice.value);
    const link = linkOf(invoice.value, relayOriginOf(await readSettings(db, options.practice), options));
    if (link === null)
      return fail('relay.none', 'No relay is set. Name one in Settings to send and to be paid online.', {
        path: ['relayOrigin'],
      });
    const to = request.mode === 'publish-only' ? ok('') : recipientOf(invoice.value, request.to);
    if (!to.ok) return to;
    const at = options.now().toISOString();
    const mode = request.mode === 'publish-only' ? null : request.mode;
    const jobs = await enqueueSend(db, invoice.value, { to: to.value, mode, at, random: options.random });
    if (jobs.email !== null) {
      const detail = `Email to ${to.value} queued, ${mode === 'pdf' ? 'with the PDF' : 'with the link alone'}.`;
      const note = { invoiceId: request.id, kind: 'email-queued', occasion: jobs.email, at, detail } as const;
      await addToTimeline(db, [note]);
    }
    courier.wake();
    return ok({ link, jobIds: [jobs.publish, jobs.email].filter((id) => id !== null) });
  });
}

/**
 * Where an email about an invoice goes: as asked, or to the client; fails with `email.missing` and what
 * `parseEmailAddress` says.
 */
export function recipientOf(invoice: InvoiceDocument, to: string | null): Result<string> {
  const address = (to ?? invoice.signed?.payable.invoice.buyer.email ?? '').trim();
  if (address === '')
    return fail('email.missing', 'The client has no email address. Give one, or publish the link alone.', {
      path: ['to'],
    });
  const parsed = parseEmailAddress(address, ['to']);
  return parsed.ok ? ok(parsed.value.address) : parsed;
}

function notSendable({ lifecycle, number }: InvoiceDocument) {
  const message =
    lifecycle === 'draft'
      ? 'A draft cannot be sent. Issue it first.'
      : `Invoice ${number} is ${lifecycle}. Reinstate it to send it.`;
  return fail('invoice.not-issued', message);
}
