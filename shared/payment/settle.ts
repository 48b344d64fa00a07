import type { PayableInvoice, PaymentOption } from './payment-terms.ts';
import type { Payment } from './payment.ts';
import type { Settlement, SettlementStatus } from './settlement.ts';

/**
 * An exact sum of money: `units` / `per` minor units. Payments in several tokens are added as fractions and rounded once,
 * at the end, so that what arrives in parts is worth what it would be in one piece.
 */
interface ExactSum {
  readonly units: bigint;
  readonly per: bigint;
}

/**
 * Folds an invoice's payments into how far it is settled.
 *
 * A payment is worth due × units ÷ exact of its option: the terms' own proportion, at par and with a rate alike. Sums are
 * rounded down to whole minor units once. Counted are `confirmed` and `final` payments; `seen` and `confirming` are
 * `pending`; `reversed` are gone. The tail that tells invoices apart never makes one overpaid: a surplus of no more than a
 * paid option's tail is none. A payment in a token that the terms do not name is worth nothing here. Of several entries
 * with one key the last counts.
 */
export function settle(payable: PayableInvoice, payments: readonly Payment[]): Settlement {
  const due = BigInt(payable.invoice.totals.total);
  const { options } = payable.terms;
  const newest = [...new Map(payments.map((payment) => [payment.key, payment])).values()];
  const counted = newest.filter(isCounted).sort(byTime);
  const coming = newest.filter((payment) => payment.state === 'seen' || payment.state === 'confirming');
  const received = valueOf(counted, options, due);
  const remaining = received < due ? due - received : 0n;
  const over = received > due ? received - due : 0n;
  return {
    status: statusOf(received, due),
    due,
    received,
    pending: valueOf(coming, options, due),
    remaining,
    over,
    late: counted.some((payment) => payment.late),
    settledAt: remaining > 0n ? null : completedAt(counted, options, due),
  };
}

/** What one payment is worth by an invoice's terms, minor units, rounded down; its state does not matter here. */
export function paymentValue(payable: PayableInvoice, payment: Payment): bigint {
  return valueOf([payment], payable.terms.options, BigInt(payable.invoice.totals.total));
}

/** Tells whether a payment counts towards settlement: it has all the confirmations that it needs. */
export function isCounted(payment: Payment): boolean {
  return payment.state === 'confirmed' || payment.state === 'final';
}

function statusOf(received: bigint, due: bigint): SettlementStatus {
  if (received === 0n) return 'unpaid';
  if (received < due) return 'partial';
  return received === due ? 'paid' : 'overpaid';
}

/**
 * Block time of the payment with which the due sum was reached, in the order of the blocks' own times. Found by halving:
 * an address of the invoice's own can be showered with thousands of specks.
 */
function completedAt(counted: readonly Payment[], options: readonly PaymentOption[], due: bigint): number | null {
  let low = 1;
  let high = counted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (valueOf(counted.slice(0, middle), options, due) >= due) high = middle;
    else low = middle + 1;
  }
  return counted[low - 1]?.blockTime ?? null;
}

function valueOf(payments: readonly Payment[], options: readonly PaymentOption[], due: bigint): bigint {
  let sum: ExactSum = { units: 0n, per: 1n };
  let allowance: ExactSum = { units: 0n, per: 1n };
  for (const [option, units] of unitsByOption(payments, options)) {
    const exact = BigInt(option.exact);
    sum = add(sum, { units: due * units, per: exact });
    const tail = { units: due * (BigInt(option.tagged) - exact), per: exact };
    if (tail.units * allowance.per > allowance.units * tail.per) allowance = tail;
  }
  const surplus = add(sum, { units: -due, per: 1n });
  const isWithinTail = surplus.units > 0n && surplus.units * allowance.per <= allowance.units * surplus.per;
  return isWithinTail ? due : sum.units / sum.per;
}

/** Base units received in each option; options of one token on one chain share their proportion, so the first stands in. */
function unitsByOption(
  payments: readonly Payment[],
  options: readonly PaymentOption[],
): ReadonlyMap<PaymentOption, bigint> {
  const units = new Map<PaymentOption, bigint>();
  for (const payment of payments) {
    const token = payment.token.toLowerCase();
    const option = options.find((each) => each.chainId === payment.chainId && each.token.toLowerCase() === token);
    if (option) units.set(option, (units.get(option) ?? 0n) + BigInt(payment.units));
  }
  return units;
}

function add(a: ExactSum, b: ExactSum): ExactSum {
  if (a.per === b.per) return { units: a.units + b.units, per: a.per };
  return { units: a.units * b.per + b.units * a.per, per: a.per * b.per };
}

function byTime(a: Payment, b: Payment): number {
  return a.blockTime - b.blockTime || a.chainId - b.chainId || a.logIndex - b.logIndex;
}
