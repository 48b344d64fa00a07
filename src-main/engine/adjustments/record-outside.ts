import { calendarDateAt, isCalendarDate } from '../../../shared/invoice/calendar-date.ts';
import { remarkRule, settledText, textProblem } from '../../../shared/invoice/typed-text.ts';
import { parseMoney } from '../../../shared/money/amount.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { CommandInput } from '../../../shared/app-api/app-api.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { loadInvoice, type InvoiceContext } from '../invoices/invoice-context.ts';
import { randomId } from '../random-values.ts';
import { newAdjustment } from './new-adjustment.ts';
import { recordAdjustment } from './record-adjustment.ts';

/**
 * Records money that came past every chain: cash, a bank transfer, a card. It counts at once, by its owner's word.
 * Fails with what `parseMoney` and `textProblem` say, `outside.nothing`, `outside.date` and {@link loadPayable}.
 */
export function recordOutside(
  context: InvoiceContext,
  input: CommandInput<'invoice.recordOutside'>,
): Promise<Result<{ adjustmentId: string }>> {
  return context.exclusively(async () => {
    const { db, options } = context;
    const invoice = await loadPayable(db, input.id);
    if (!invoice.ok) return invoice;
    const amount = parseMoney(input.amount, invoice.value.currency, ['amount']);
    if (!amount.ok) return amount;
    if (amount.value.minor === 0n)
      return fail('outside.nothing', 'Nothing was paid. Write how much came.', { path: ['amount'] });
    const date = checkDate(input.date, calendarDateAt(options.now()));
    if (!date.ok) return date;
    const problem = textProblem(input.note, remarkRule, 'The note', ['note']);
    if (problem) return { ok: false, problem };
    return recordAdjustment(
      context,
      newAdjustment({
        id: randomId(options.random),
        kind: 'paid-outside',
        invoiceId: input.id,
        linkId: invoice.value.linkId,
        amount: amount.value.minor.toString(),
        note: settledText(input.note),
        outside: { method: input.method, date: date.value },
        at: options.now().toISOString(),
      }),
    );
  });
}

/** An invoice that money can be received for: issued, and not void ({@link loadIssued}, `invoice.void`). */
export async function loadPayable(db: EngineDatabase, id: string): Promise<Result<InvoiceDocument>> {
  const invoice = await loadIssued(db, id);
  if (!invoice.ok) return invoice;
  const { lifecycle, number } = invoice.value;
  if (lifecycle === 'void') return fail('invoice.void', `Invoice ${number} is void. Reinstate it first.`);
  return invoice;
}

/** An invoice that is no draft any more, void or not: money can have come in for it (`invoice.not-issued`). */
export async function loadIssued(db: EngineDatabase, id: string): Promise<Result<InvoiceDocument>> {
  const invoice = await loadInvoice(db, id);
  if (!invoice.ok) return invoice;
  if (invoice.value.signed) return invoice;
  return fail('invoice.not-issued', 'This invoice is a draft. Issue it first.');
}

function checkDate(date: string, today: string): Result<string> {
  if (!isCalendarDate(date))
    return fail('outside.date', `"${date}" is not a day. Write it like ${today}.`, { path: ['date'] });
  if (date > today)
    return fail('outside.date', `${date} is still to come. Write the day on which the money came.`, { path: ['date'] });
  return ok(date);
}
