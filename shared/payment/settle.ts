import { balanceOf, createAccount, enter, type Account, type Entry } from './account.ts';
import { optionOf, wholeUnits, worthOf } from './exact-sum.ts';
import type { PayableInvoice, PaymentOption } from './payment-terms.ts';
import type { Payment } from './payment.ts';
import { noRemedies, type AssignedPart, type Remedies } from './remedies.ts';
import { noShare, type Share } from './rest.ts';
import type { Settlement, SettlementStatus } from './settlement.ts';

/**
 * Folds an invoice's payments, and what its owner put right by hand, into how far it is settled.
 *
 * A payment is worth total × units ÷ exact of its option: the terms' own proportion, at par and with a rate alike.
 * Sums are rounded down to whole minor units once. Counted are `confirmed` and `final` payments; `seen` and
 * `confirming` are `pending`; `reversed` are gone. The tail that tells invoices apart never makes one overpaid: a
 * surplus of less than a cent of a token that was paid to a shared address is none. A payment in a token that the
 * terms do not name is worth nothing here, unless it is an assigned part whose owner said what it is worth. Of several
 * payments with one key the last counts, and one key is not both a payment and a part: pass either. The order in which
 * anything is passed does not matter.
 *
 * @param settled the part that is settled otherwise, exactly and from the start: for whoever is told of it as a share
 * alone (`settledShare`), and so passes no remedies.
 */
export function settle(
  payable: PayableInvoice,
  payments: readonly Payment[],
  remedies: Remedies = noRemedies,
  settled: Share = noShare,
): Settlement {
  const total = BigInt(payable.invoice.totals.total);
  const { options } = payable.terms;
  const newest = [...new Map(payments.map((payment) => [payment.key, payment])).values()];
  const incoming: AssignedPart[] = [...newest.map((payment) => ({ payment, value: null })), ...remedies.assigned];
  const counted = incoming.filter(({ payment }) => isCounted(payment));
  const coming = incoming.filter(({ payment }) => payment.state === 'seen' || payment.state === 'confirming');
  const put = [...remedyEntries(remedies, options), { kind: 'share', at: 0, share: settled } as const];
  const entries = [...counted.map((part) => entryOf(part, options)), ...put];
  const balance = balanceOf(entered(entries), total);
  const isSettled = balance.remaining === 0n;
  return {
    ...balance,
    status: statusOf(balance.received, balance.over, isSettled),
    pending: balanceOf(entered(coming.map((part) => entryOf(part, options))), total).received,
    isFinal: isSettled && isCoveredByFinal(counted, remedies, put, payable),
    late: counted.some(({ payment }) => payment.late),
    settledAt: isSettled ? completedAt(entries, total) : null,
  };
}

/** What one payment is worth by an invoice's terms, minor units, rounded down; its state does not matter here. */
export function paymentValue(payable: PayableInvoice, payment: Pick<Payment, 'chainId' | 'token' | 'units'>): bigint {
  const option = optionOf(payable.terms.options, payment);
  if (!option) return 0n;
  const worth = worthOf(new Map([[option, BigInt(payment.units)]]), BigInt(payable.invoice.totals.total));
  return wholeUnits(worth);
}

/** Tells whether a payment counts towards settlement: it has all the confirmations that it needs. */
export function isCounted(payment: Pick<Payment, 'state'>): boolean {
  return payment.state === 'confirmed' || payment.state === 'final';
}

function statusOf(received: bigint, over: bigint, isSettled: boolean): SettlementStatus {
  if (isSettled) return over > 0n ? 'overpaid' : 'paid';
  return received === 0n ? 'unpaid' : 'partial';
}

function entryOf({ payment, value }: AssignedPart, options: readonly PaymentOption[]): Entry {
  const option = optionOf(options, payment);
  const at = payment.blockTime;
  if (option) return { kind: 'in', at, option, units: BigInt(payment.units) };
  return { kind: 'outside', at, amount: value ?? 0n, isStated: true };
}

function remedyEntries(remedies: Remedies, options: readonly PaymentOption[]): Entry[] {
  const { refunds, outside, credits, tolerance } = remedies;
  return [
    ...refunds.map((refund): Entry => {
      const option = optionOf(options, refund);
      return option
        ? { kind: 'back', at: refund.at, option, units: BigInt(refund.units) }
        : { kind: 'back-stated', at: refund.at, amount: refund.value };
    }),
    ...outside.map(({ amount, at }): Entry => ({ kind: 'outside', at, amount, isStated: false })),
    ...credits.map(({ amount, at }): Entry => ({ kind: 'credit', at, amount })),
    ...(tolerance ? [{ kind: 'tolerance', at: tolerance.at, amount: tolerance.amount } as const] : []),
  ];
}

/** Whether what is final would settle it by itself, and nothing that went back can come again. */
function isCoveredByFinal(
  counted: readonly AssignedPart[],
  remedies: Remedies,
  put: readonly Entry[],
  { invoice, terms }: PayableInvoice,
): boolean {
  if (!remedies.refunds.every((refund) => refund.isFinal)) return false;
  const final = counted.filter(({ payment }) => payment.state === 'final');
  const entries = [...final.map((part) => entryOf(part, terms.options)), ...put];
  return balanceOf(entered(entries), BigInt(invoice.totals.total)).remaining === 0n;
}

function entered(entries: readonly Entry[]): Account {
  const account = createAccount();
  for (const entry of entries) enter(account, entry);
  return account;
}

/**
 * When it was settled for good: the time of the entry after which it never was unsettled again. Each entry costs the
 * same, for an address of the invoice's own can be showered with thousands of specks.
 */
function completedAt(entries: readonly Entry[], total: bigint): number | null {
  const account = createAccount();
  let since: number | null = null;
  let wasSettled = false;
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  for (const [place, entry] of sorted.entries()) {
    enter(account, entry);
    // What happened at one time happened together, in no order.
    if (sorted[place + 1]?.at === entry.at) continue;
    const isSettled = balanceOf(account, total).remaining === 0n;
    if (isSettled && !wasSettled) since = entry.at;
    wasSettled = isSettled;
  }
  return since;
}
