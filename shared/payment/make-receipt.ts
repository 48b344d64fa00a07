import { findToken } from '../money/token.ts';
import { fail, ok, type Result } from '../result.ts';
import { balanceOf, createAccount, enter, type Account, type Entry } from './account.ts';
import { optionOf } from './exact-sum.ts';
import type { PayableInvoice, PaymentOption } from './payment-terms.ts';
import type { Payment } from './payment.ts';
import type {
  Receipt,
  ReceiptCredit,
  ReceiptOutside,
  ReceiptPayment,
  ReceiptRefund,
  ReceiptTotals,
} from './receipt.ts';
import type { Remedies } from './remedies.ts';
import { isCounted, settle } from './settle.ts';
import { isSettled, type Settlement } from './settlement.ts';

/**
 * A transfer back to the payer that counts; `value` (minor units) is what it is worth where the terms
 * do not name its token.
 */
export interface RefundTransfer extends Pick<
  Payment,
  'chainId' | 'blockNumber' | 'blockTime' | 'txHash' | 'token' | 'units' | 'to'
> {
  readonly value: bigint;
  readonly isFinal: boolean;
}

/**
 * What a receipt tells of: the very things that the invoice is settled by, with what the sums alone do not say of them.
 */
export interface ReceiptSources {
  /** As `settle` takes them. */
  readonly payments: readonly Payment[];
  readonly remedies: Remedies;
  readonly refunds: readonly RefundTransfer[];
  readonly outside: readonly ReceiptOutside[];
  readonly credits: readonly ReceiptCredit[];
}

/**
 * Makes the receipt of an invoice that is paid; the same ledger gives the same receipt. What came on chains is worth
 * what it added to the sum received when it came, in order of time, so that the rows add up to it whatever was rounded.
 *
 * Fails with `receipt.not-paid`, also for an invoice that is settled by credit notes alone.
 */
export function makeReceipt(payable: PayableInvoice, sources: ReceiptSources): Result<Receipt> {
  const { invoice } = payable;
  const settlement = settle(payable, sources.payments, sources.remedies);
  if (!isSettled(settlement.status) || settlement.received === 0n) return notPaid(invoice.number, settlement);
  const { payments, refunds } = worthInTurn(payable, sources);
  const outside = sources.outside.toSorted((a, b) => compare(a.date, b.date));
  const credits = sources.credits.toSorted((a, b) => compare(a.issueDate, b.issueDate) || compare(a.number, b.number));
  return ok({
    format: 'quittance/receipt',
    version: 1,
    invoice: { id: invoice.id, number: invoice.number, issueDate: invoice.issueDate },
    date: lastDay([...payments, ...refunds], outside, credits) ?? invoice.issueDate,
    settledAt: settlement.settledAt === null ? null : instant(settlement.settledAt),
    currency: invoice.currency,
    seller: invoice.seller,
    buyer: invoice.buyer,
    purchaseOrder: invoice.purchaseOrder,
    payments,
    outside,
    refunds,
    credits,
    totals: totalsOf(invoice.totals.total, settlement, { payments, outside, refunds }),
  });
}

function notPaid(number: string, { remaining, credited, received }: Settlement) {
  const message =
    remaining === 0n && received === 0n && credited > 0n
      ? `Invoice ${number} was credited, not paid: its credit note is the paper for that.`
      : `Invoice ${number} is not paid, so there is no receipt for it. Payments that wait for confirmations count once they have them.`;
  return fail('receipt.not-paid', message);
}

interface Rows {
  readonly payments: ReceiptPayment[];
  readonly refunds: ReceiptRefund[];
}

/**
 * A transfer in or out: the entry that it makes, and how it is written down once its worth is known. `id`
 * orders those of one time.
 */
interface Movement {
  readonly at: number;
  readonly id: string;
  readonly entry: Entry;
  readonly write: (rows: Rows, worth: bigint) => void;
}

function worthInTurn(payable: PayableInvoice, sources: ReceiptSources): Rows {
  const total = BigInt(payable.invoice.totals.total);
  const account = accountBefore(sources.remedies);
  const rows: Rows = { payments: [], refunds: [] };
  let received = balanceOf(account, total).received;
  for (const { entry, write } of movementsOf(payable.terms.options, sources)) {
    enter(account, entry);
    const now = balanceOf(account, total).received;
    write(rows, now - received);
    received = now;
  }
  return rows;
}

/** What has no fraction comes first, so that it is worth what it says. */
function accountBefore({ credits, tolerance, outside }: Remedies): Account {
  const account = createAccount();
  for (const { amount, at } of credits) enter(account, { kind: 'credit', at, amount });
  if (tolerance) enter(account, { kind: 'tolerance', ...tolerance });
  for (const { amount, at } of outside) enter(account, { kind: 'outside', at, amount, isStated: false });
  return account;
}

function movementsOf(options: readonly PaymentOption[], sources: ReceiptSources): Movement[] {
  const newest = new Map(sources.payments.map((payment) => [payment.key, payment]));
  const parts = [
    ...[...newest.values()].map((payment) => ({ payment, value: null as bigint | null })),
    ...sources.remedies.assigned,
  ];
  const incoming = parts.filter(({ payment }) => isCounted(payment)).map((part) => movementIn(part, options));
  const outgoing = sources.refunds.map((refund) => movementOut(refund, options));
  const inOrder = (list: Movement[]) => list.sort((a, b) => a.at - b.at || compare(a.id, b.id));
  // Of one time, what came before what went back: nothing goes back that is not there.
  return [...inOrder(incoming), ...inOrder(outgoing)].sort((a, b) => a.at - b.at);
}

function movementIn(
  { payment, value }: { readonly payment: Payment; readonly value: bigint | null },
  options: readonly PaymentOption[],
): Movement {
  const { blockTime: at, from, confirmations, requiredConfirmations } = payment;
  const option = optionOf(options, payment);
  return {
    at,
    id: payment.key,
    entry: option
      ? { kind: 'in', at, option, units: BigInt(payment.units) }
      : { kind: 'outside', at, amount: value ?? 0n, isStated: true },
    write: ({ payments }, worth) =>
      payments.push({
        ...transferOf(payment, worth, payment.state === 'final'),
        from,
        confirmations: Math.min(confirmations, requiredConfirmations),
        requiredConfirmations,
      }),
  };
}

function movementOut(refund: RefundTransfer, options: readonly PaymentOption[]): Movement {
  const { blockTime: at, to } = refund;
  const option = optionOf(options, refund);
  return {
    at,
    id: refund.txHash,
    entry: option
      ? { kind: 'back', at, option, units: BigInt(refund.units) }
      : { kind: 'back-stated', at, amount: refund.value },
    write: ({ refunds }, worth) => refunds.push({ ...transferOf(refund, -worth, refund.isFinal), to }),
  };
}

function transferOf(
  { chainId, blockNumber, blockTime, txHash, token: address, units }: Omit<RefundTransfer, 'value' | 'isFinal' | 'to'>,
  worth: bigint,
  isFinal: boolean,
) {
  const token = findToken(chainId, address);
  return {
    at: instant(blockTime),
    chainId,
    blockNumber,
    txHash,
    token: address,
    symbol: token?.symbol ?? 'base units of an unknown token',
    decimals: token?.decimals ?? 0,
    units,
    amount: worth.toString(),
    isFinal,
  };
}

/** The sums of the rows; they come to what settlement says was received. */
function totalsOf(
  total: string,
  { due, received, credited, forgiven, over, isFinal }: Settlement,
  rows: Record<'payments' | 'outside' | 'refunds', readonly { readonly amount: string }[]>,
): ReceiptTotals {
  const sum = (list: readonly { readonly amount: string }[]): string =>
    list.reduce((all, { amount }) => all + BigInt(amount), 0n).toString();
  return {
    total,
    credited: credited.toString(),
    due: due.toString(),
    paid: sum(rows.payments),
    outside: sum(rows.outside),
    refunded: sum(rows.refunds),
    received: received.toString(),
    forgiven: forgiven.toString(),
    over: over.toString(),
    isFinal,
  };
}

function lastDay(
  transfers: readonly { readonly at: string }[],
  outside: readonly ReceiptOutside[],
  credits: readonly ReceiptCredit[],
): string | undefined {
  const days = [
    ...transfers.map(({ at }) => at.slice(0, 10)),
    ...outside.map(({ date }) => date),
    ...credits.map(({ issueDate }) => issueDate),
  ];
  return days.sort(compare).at(-1);
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
