import { noRemedies } from '../../../shared/payment/remedies.ts';
import { noShare, type Share } from '../../../shared/payment/rest.ts';
import { settle } from '../../../shared/payment/settle.ts';
import { isSettled as isSettledBy } from '../../../shared/payment/settlement.ts';
import type { Settlement } from '../../../shared/payment/settlement.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { PayableInvoice, PaymentOption } from '../../../shared/payment/payment-terms.ts';
import type { ChainState, LinkState } from '../../../shared/relay-api/links.ts';

/**
 * Where an invoice stands for its payer. `seen` and `confirming` are never called paid; `settled` is the seller's
 * word, not the chain's.
 */
export type Phase = 'void' | 'settled' | 'waiting' | 'seen' | 'confirming' | 'partial' | 'paid' | 'overpaid';

/**
 * What the page says about the payment; sums are minor units of the invoice's currency.
 *
 * `settled` is the share that the seller says is settled otherwise, `otherwise` what it is worth (rounded towards zero;
 * below zero: sent back to the payer). `outstanding` is what is neither received nor on its way: the sum the page asks
 * for. `progress` is the slowest of the payments under way. `reversed` leaves out those whose transaction came back in
 * another block. `unwatched`: nobody looks for payments any more, so none may be asked for. `options` are the ways to
 * pay on chains that the relay watches; `nowhereWatched`: there would be something to pay, and none of them is.
 */
export interface Standing {
  readonly phase: Phase;
  readonly due: bigint;
  readonly settled: Share;
  readonly otherwise: bigint;
  readonly received: bigint;
  readonly pending: bigint;
  readonly outstanding: bigint;
  readonly over: bigint;
  readonly late: boolean;
  readonly overdue: boolean;
  readonly expired: boolean;
  readonly unwatched: boolean;
  readonly options: readonly PaymentOption[];
  readonly nowhereWatched: boolean;
  readonly asksForMoney: boolean;
  readonly settledAt: number | null;
  readonly progress: { readonly confirmations: number; readonly required: number } | null;
  readonly counted: readonly Payment[];
  readonly underWay: readonly Payment[];
  readonly reversed: readonly Payment[];
  readonly delayedChains: readonly ChainState[];
}

/** A moment as the page needs it: the instant, and the reader's calendar date (`2027-01-31`). */
export interface Moment {
  readonly instant: number;
  readonly today: string;
}

/** Works out where an invoice stands from what its seller signed and what the relay has seen on the chains. */
export function standingOf(payable: PayableInvoice, live: LinkState, now: Moment): Standing {
  const { invoice, terms } = payable;
  const settled = shareOf(live);
  const settlement = settle(payable, live.payments, noRemedies, settled);
  const counted = live.payments.filter((payment) => payment.state === 'confirmed' || payment.state === 'final');
  const underWay = live.payments.filter((payment) => payment.state === 'seen' || payment.state === 'confirming');
  const { status, due, received, pending, over, late, settledAt } = settlement;
  const isSettled = status === 'paid' || status === 'overpaid' || live.status === 'settled';
  const unwatched = !isSettled && now.instant > Date.parse(terms.monitorUntil);
  // Counted as if all of it were confirmed: parts that are rounded down one by one could leave a cent that nobody owes.
  const outstanding = settle(payable, live.payments.map(asConfirmed), noRemedies, settled).remaining;
  const options = terms.options.filter(({ chainId }) => live.chains.some((chain) => chain.chainId === chainId));
  const isOpen = live.status === 'open' && !isSettled && !unwatched && outstanding > 0n;
  return {
    phase: phaseOf(live, byWhom(payable, live, settlement), underWay),
    due,
    settled,
    otherwise: (BigInt(invoice.totals.total) * settled.part) / settled.whole,
    received,
    pending,
    outstanding,
    over,
    late,
    overdue: !isSettled && now.today > invoice.dueDate,
    expired: !isSettled && now.instant > Date.parse(terms.expiresAt),
    unwatched,
    options,
    nowhereWatched: isOpen && options.length === 0,
    asksForMoney: isOpen && options.length > 0,
    settledAt,
    progress: progressOf(underWay),
    counted,
    underWay,
    reversed: lastingReversals(live.payments),
    delayedChains: live.chains.filter(isDelayed),
  };
}

function shareOf({ settled }: LinkState): Share {
  return settled ? { part: BigInt(settled.part), whole: BigInt(settled.whole) } : noShare;
}

/** What the chain alone has not paid is called settled, not paid. */
function byWhom(payable: PayableInvoice, live: LinkState, { status, over }: Settlement): string {
  if (over > 0n || !isSettledBy(status)) return status;
  const isByChain = BigInt(live.settled?.part ?? 0) <= 0n || isSettledBy(settle(payable, live.payments).status);
  return isByChain ? status : 'settled';
}

function asConfirmed(payment: Payment): Payment {
  return payment.state === 'seen' || payment.state === 'confirming' ? { ...payment, state: 'confirmed' } : payment;
}

function phaseOf(live: LinkState, status: string, underWay: readonly Payment[]): Phase {
  if (status === 'paid' || status === 'overpaid') return status;
  if (live.status === 'void') return 'void';
  if (live.status === 'settled' || status === 'settled') return 'settled';
  if (underWay.some((payment) => payment.state === 'confirming')) return 'confirming';
  if (underWay.length > 0) return 'seen';
  return status === 'partial' ? 'partial' : 'waiting';
}

function progressOf(underWay: readonly Payment[]): Standing['progress'] {
  const [slowest] = underWay.toSorted(
    (a, b) => b.requiredConfirmations - b.confirmations - (a.requiredConfirmations - a.confirmations),
  );
  return slowest ? { confirmations: slowest.confirmations, required: slowest.requiredConfirmations } : null;
}

/** A reorganisation usually puts the transaction into another block: then nothing is lost and nothing needs saying. */
function lastingReversals(payments: readonly Payment[]): readonly Payment[] {
  const standing = new Set(payments.filter((payment) => payment.state !== 'reversed').map(transaction));
  return payments.filter((payment) => payment.state === 'reversed' && !standing.has(transaction(payment)));
}

const transaction = (payment: Payment) => `${payment.chainId}:${payment.txHash}`;

function isDelayed(chain: ChainState): boolean {
  return chain.status === 'unreachable' || chain.status === 'catching-up';
}
