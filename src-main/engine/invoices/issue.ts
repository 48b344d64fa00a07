import { bytesToHex } from '@noble/hashes/utils.js';
import { issueInvoice as freezeDraft } from '../../../shared/invoice/issue-invoice.ts';
import type { FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import { settledRate } from '../../../shared/invoice/rate-problems.ts';
import { transition } from '../../../shared/invoice/lifecycle.ts';
import { findTokenByKey, type Token } from '../../../shared/money/token.ts';
import { chooseTail } from '../../../shared/payment/tail.ts';
import { makePaymentTerms, payableInvoice, type TermsRequest } from '../../../shared/payment/terms.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { signCanonical } from '../../../shared/sealing/canonical-signature.ts';
import { createLinkId, createLinkKey } from '../../../shared/sealing/link-envelope.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import { randomBelow } from '../random-values.ts';
import { chooseReceiver, type Receiver } from '../receiving/choose-receiver.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { followUp } from './follow-up.ts';
import { withIntent } from './intents.ts';
import { changeInvoice, loadInvoice, type InvoiceContext } from './invoice-context.ts';
import { freezeLetterhead } from './letterhead.ts';
import { nextNumber } from './number-series.ts';
import { takenTails } from './taken-tails.ts';

/**
 * Issues a draft: checks it, gives it the next number of this device's series, freezes its totals and terms, signs it
 * and makes its link. All of it is one write of one document, or nothing.
 *
 * Fails with everything `issueInvoice`, `makePaymentTerms` and the workspace have to say.
 */
export function issueInvoice(context: InvoiceContext, id: string): Promise<Result<{ number: string }>> {
  return context.exclusively(async () => {
    const { db } = context;
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const allowed = checkIssuable(invoice.value);
    if (!allowed.ok) return allowed;
    const issued = await prepareIssue(context, invoice.value);
    if (!issued.ok) return issued;
    const intent = { kind: 'issue', invoiceId: id, at: issued.value.issuedAt } as const;
    return withIntent(
      context,
      intent,
      async () => {
        await freezeLetterhead(db, issued.value.linkId, (await readSettings(db, context.options.practice)).logo);
        await changeInvoice(db, id, (current) =>
          current.lifecycle === 'draft' ? { ...current, ...issued.value } : current,
        );
        const now = await loadInvoice(db, id);
        const isOurs = now.ok && now.value.linkId === issued.value.linkId;
        return isOurs ? ok({ number: issued.value.number }) : overtaken();
      },
      followUp,
    );
  });
}

function checkIssuable(invoice: InvoiceDocument): Result<unknown> {
  if (invoice.trashed) return fail('invoice.trashed', 'This draft is in the bin. Restore it first.');
  return transition({ lifecycle: invoice.lifecycle, hasPayments: false }, 'issue');
}

async function prepareIssue(context: InvoiceContext, invoice: InvoiceDocument) {
  const { db, options, workspace } = context;
  const keys = workspace.keys();
  if (!keys.ok) return keys;
  const settings = await readSettings(db, options.practice);
  const series = await workspace.series();
  if (!series.ok) return series;
  const now = options.now();
  const today = calendarDateAt(now);
  const year = Number((invoice.draft.issueDate || today).slice(0, 4));
  const isYear = year >= 1000 && year <= 9999;
  const next = await nextNumber(db, {
    prefix: settings.numberPrefix,
    year: isYear ? year : now.getFullYear(),
    series: series.value,
  });
  const frozen = freezeDraft(invoice.draft, { id: invoice.id, number: next.number, seller: settings.seller, today });
  if (!frozen.ok) return frozen;
  const receiver = await chooseReceiver(context, settings, acceptedTokens(invoice, settings));
  if (!receiver.ok) return receiver;
  const terms = await makeTerms(context, invoice, frozen.value, receiver.value, settings.monitorDays);
  if (!terms.ok) return terms;
  const payable = payableInvoice(frozen.value, terms.value);
  const signature = signCanonical(payable, 'payable-invoice', keys.value.signing);
  const at = now.toISOString();
  return ok({
    lifecycle: 'issued' as const,
    settlement: 'unpaid' as const,
    received: '0',
    final: false,
    round: 0,
    series: next.series,
    sequence: next.sequence,
    number: next.number,
    draft: invoice.draft,
    signed: { payable, signature },
    linkId: createLinkId(options.random),
    linkKey: createLinkKey(options.random),
    addressIndex: receiver.value.addressIndex,
    forwarderOwner: receiver.value.forwarderOwner,
    issuedAt: at,
    updatedAt: at,
  });
}

async function makeTerms(
  { db, options }: InvoiceContext,
  { draft }: InvoiceDocument,
  frozen: FrozenInvoice,
  { accept, address, ownAddress }: Receiver,
  monitorDays: number,
): Promise<Result<PaymentTerms>> {
  const { total } = frozen.totals;
  const request: TermsRequest = {
    total: { minor: BigInt(total), currency: frozen.currency },
    accept,
    receiver: { address, ownAddress },
    rates: draft.rates.map(settledRate),
    tag: bytesToHex(options.random(16)),
    tail: 0,
    dueDate: frozen.dueDate,
    monitorDays,
  };
  const untailed = makePaymentTerms(request);
  if (!untailed.ok || ownAddress) return untailed;
  const { watched, unpaid } = await takenTails(db, untailed.value.options, options.now());
  const tail = chooseTail((bound) => randomBelow(options.random, bound), watched, unpaid);
  return tail.ok ? makePaymentTerms({ ...request, tail: tail.value }) : tail;
}

function acceptedTokens({ draft }: InvoiceDocument, settings: Settings): Token[] {
  const accepted = (draft.accept ?? settings.accept).map((key) => findTokenByKey(key));
  return accepted.filter((token) => token !== undefined);
}

function overtaken() {
  return fail('invoice.changed', 'Another of your devices changed this invoice at the same moment. Look at it again.', {
    retryable: true,
  });
}
