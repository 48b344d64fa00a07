import { moneyToDecimal } from '../../../shared/money/amount.ts';
import { creditNotePrefix } from '../../../shared/invoice/credit-note.ts';
import { makeCreditNote } from '../../../shared/invoice/make-credit-note.ts';
import { leftToCredit } from '../../../shared/invoice/split-credit.ts';
import { signCanonical } from '../../../shared/sealing/canonical-signature.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { CommandInput } from '../../../shared/app-api/app-api.ts';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { loadInvoice, type InvoiceContext } from '../invoices/invoice-context.ts';
import { nextNumber } from '../invoices/number-series.ts';
import { randomId } from '../random-values.ts';
import { readCreditNote, standingCredits } from './credit-notes.ts';
import { newAdjustment } from './new-adjustment.ts';
import { recordAdjustment } from './record-adjustment.ts';
import { loadPayable } from './record-outside.ts';

/**
 * Credits an issued invoice, in part or all that is left of it: a signed credit note with the next number of this
 * device's own series. Number, signature and effect are one write, or nothing.
 *
 * Fails with what `loadPayable`, `makeCreditNote` and the workspace say.
 */
export function creditInvoice(
  context: InvoiceContext,
  { id: invoiceId, amount, reason }: CommandInput<'invoice.credit'>,
): Promise<Result<{ adjustmentId: string; number: string }>> {
  return context.exclusively(async () => {
    const { db, options, workspace } = context;
    const keys = workspace.keys();
    if (!keys.ok) return keys;
    const invoice = await loadPayable(db, invoiceId);
    if (!invoice.ok) return invoice;
    const earlier = await standingCredits(db, invoiceId);
    if (!earlier.ok) return earlier;
    const now = options.now();
    const next = await nextCreditNumber(context, now);
    if (!next.ok) return next;
    const { series, sequence, number } = next.value;
    const id = randomId(options.random);
    const request = { id, number, amount, reason, today: calendarDateAt(now) };
    const frozen = invoice.value.signed?.payable.invoice;
    if (!frozen) return fail('invoice.not-issued', 'This invoice is a draft. Issue it first.');
    const creditNote = makeCreditNote(frozen, earlier.value, request);
    if (!creditNote.ok) return creditNote;
    const signed = {
      creditNote: creditNote.value,
      signature: signCanonical(creditNote.value, 'credit-note', keys.value.signing),
    };
    const document = newAdjustment({
      id,
      kind: 'credit-note',
      invoiceId,
      linkId: invoice.value.linkId,
      amount: creditNote.value.totals.total,
      note: creditNote.value.reason,
      creditNote: { number, signed },
      series,
      sequence,
      at: now.toISOString(),
    });
    const recorded = await recordAdjustment(context, document);
    return recorded.ok ? ok({ adjustmentId: id, number }) : recorded;
  });
}

async function nextCreditNumber({ db, workspace }: InvoiceContext, now: Date) {
  const series = await workspace.series();
  if (!series.ok) return series;
  const year = Number(calendarDateAt(now).slice(0, 4));
  return ok(await nextNumber(db, { prefix: creditNotePrefix, year, series: series.value }));
}

/**
 * Tells whether an undone credit note can stand again: not where notes that were written since leave too little of the
 * invoice (`credit.exceeds-invoice`).
 */
export async function checkRestorable(db: EngineDatabase, document: AdjustmentDocument): Promise<Result<unknown>> {
  if (document.kind !== 'credit-note') return ok({});
  const invoice = await loadInvoice(db, document.invoiceId);
  if (!invoice.ok) return invoice;
  const note = readCreditNote(document);
  if (!note.ok) return note;
  const earlier = await standingCredits(db, document.invoiceId, document.id);
  if (!earlier.ok) return earlier;
  const frozen = invoice.value.signed?.payable.invoice;
  if (!frozen) return ok({});
  const left = leftToCredit(frozen.totals, earlier.value);
  if (BigInt(note.value.signed.creditNote.totals.total) <= left) return ok({});
  const most = moneyToDecimal({ minor: left, currency: frozen.currency });
  return fail(
    'credit.exceeds-invoice',
    `Other credit notes leave ${frozen.currency} ${most} of invoice ${frozen.number}, so this one cannot stand again. Undo another first.`,
  );
}
