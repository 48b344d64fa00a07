import { moneyToDecimal, parseMoney } from '../money/amount.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CreditNote, CreditTotals } from './credit-note.ts';
import type { FrozenInvoice } from './frozen-invoice.ts';
import { leftToCredit, splitCredit } from './split-credit.ts';
import { remarkRule, settledText, textProblem } from './typed-text.ts';

/** What a credit note is made from. `amount` is as typed, tax included; null credits all that is not credited yet. */
export interface CreditRequest {
  readonly id: string;
  readonly number: string;
  readonly amount: string | null;
  readonly reason: string;
  /** A calendar date: the note's issue date. */
  readonly today: string;
}

/**
 * Makes the credit note of an issued invoice. The number is used up only by the caller, on success.
 *
 * @param earlier the totals of the invoice's credit notes that stand (undone ones do not).
 *
 * Fails with `credit.nothing-left`, `credit.exceeds-invoice`, `credit.amount-not-positive` and what `parseMoney` and
 * `textProblem` find.
 */
export function makeCreditNote(
  invoice: FrozenInvoice,
  earlier: readonly CreditTotals[],
  request: CreditRequest,
): Result<CreditNote> {
  const left = leftToCredit(invoice.totals, earlier);
  if (left === 0n)
    return fail('credit.nothing-left', `Invoice ${invoice.number} is credited in full already: nothing is left.`);
  const amount = readAmount(request.amount, invoice, left);
  if (!amount.ok) return amount;
  const problem = textProblem(request.reason, remarkRule, 'The reason', ['reason']);
  if (problem) return { ok: false, problem };
  const { seller, buyer, currency, purchaseOrder } = invoice;
  return ok({
    format: 'quittance/credit-note',
    version: 1,
    id: request.id,
    number: request.number,
    issueDate: request.today,
    invoice: {
      id: invoice.id,
      number: invoice.number,
      issueDate: invoice.issueDate,
      total: invoice.totals.total,
    },
    currency,
    seller,
    buyer,
    purchaseOrder,
    reason: settledText(request.reason),
    totals: splitCredit(invoice.totals, earlier, amount.value),
  });
}

function readAmount(typed: string | null, { currency, number }: FrozenInvoice, left: bigint): Result<bigint> {
  if (typed === null) return ok(left);
  const path = ['amount'];
  const parsed = parseMoney(typed, currency, path);
  if (!parsed.ok) return parsed;
  const { minor } = parsed.value;
  if (minor === 0n) return fail('credit.amount-not-positive', 'Credit more than nothing.', { path });
  if (minor <= left) return ok(minor);
  const most = moneyToDecimal({ minor: left, currency });
  return fail(
    'credit.exceeds-invoice',
    `Of invoice ${number}, ${currency} ${most} can still be credited. Credit that or less.`,
    { path },
  );
}
