import { divideUp } from '../money/decimal.ts';
import type { PaymentOption } from './payment-terms.ts';
import { tailStep } from './tail-step.ts';

/**
 * What one option of an invoice asks for, in base units of its token: without the tail that marks the
 * invoice, and with it.
 */
export interface AskedAmounts {
  readonly exact: bigint;
  readonly tagged: bigint;
}

/**
 * An option as a rest is worked out from it: its token contract, the case of its letters left aside,
 * and what is due in it.
 */
export interface ShareOption extends AskedAmounts {
  readonly chainId: number;
  readonly token: string;
}

/** An option of an invoice's terms as a rest is worked out from it. */
export function toShareOption({ chainId, token, exact, tagged }: PaymentOption): ShareOption {
  return { chainId, token, exact: BigInt(exact), tagged: BigInt(tagged) };
}

/** A payment as {@link unpaidShare} needs it: base units as decimal text or a bigint. */
export interface SharePayment {
  readonly chainId: number;
  readonly token: string;
  readonly units: string | bigint;
}

/** An exact part of an invoice: `part / whole`. Nothing is owed when `part` is zero or below. */
export interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

/** No part of an invoice at all. */
export const noShare: Share = { part: 0n, whole: 1n };

/**
 * How much of an invoice is still unpaid, as a fraction: 1 − Σ units ÷ exact. Payments in tokens of different decimals,
 * at par or with a rate, add up without any rounding. Pass every payment that is on its way or has arrived, and none
 * that was reversed; one in a token that no option names is worth nothing. No more than the whole is ever unpaid.
 *
 * @param settled the part that is settled otherwise: credited, paid outside, let go, less what was refunded.
 */
export function unpaidShare(
  options: readonly ShareOption[],
  payments: readonly SharePayment[],
  settled: Share = noShare,
): Share {
  let share: Share = { part: settled.whole - settled.part, whole: settled.whole };
  for (const [exact, units] of unitsByDue(options, payments)) {
    const { part, whole } = share;
    share =
      whole === exact ? { part: part - units, whole } : { part: part * exact - units * whole, whole: whole * exact };
  }
  return share.part > share.whole ? { part: 1n, whole: 1n } : share;
}

/**
 * The amounts that settle what is unpaid, in one option's base units: an exact share of what the option asked for at
 * first. This is the one place that says which rest is asked for; the payment page shows it, the relay waits for it,
 * and a device checks it.
 *
 * - `exact`, for a transfer that carries the invoice's tag: rounded up to the next base unit, so
 *   that it always settles.
 * - `tagged`, for one that its amount alone must tell: the smallest amount from `exact` on whose digits under a cent
 *   are the invoice's tail (see `tailStep`). So it is never a round sum that another invoice asks for, though earlier
 *   payments brought a tail already; and the surplus stays under the cent that settlement allows. Where there is no
 *   tail (an address of the invoice's own) it is `exact`.
 *
 * Null when nothing is unpaid. With nothing paid, these are the option's own amounts.
 */
export function restToPay(option: ShareOption, { part, whole }: Share): AskedAmounts | null {
  if (part <= 0n) return null;
  const exact = divideUp(option.exact * part, whole);
  const step = tailStep(option);
  // No more than the whole is ever unpaid, so the difference is never below zero.
  return { exact, tagged: step > 0n ? exact + ((option.tagged - exact) % step) : exact };
}

/** Base units received, by what is due in their token: options of one due sum share one fraction. */
function unitsByDue(options: readonly ShareOption[], payments: readonly SharePayment[]): ReadonlyMap<bigint, bigint> {
  const dues = new Map<string, bigint>();
  for (const option of options) {
    const key = contractOf(option);
    // Nothing is no share of anything: an option that asks for nothing is settled by nothing, and pays for nothing.
    if (!dues.has(key) && option.exact > 0n) dues.set(key, option.exact);
  }
  const units = new Map<bigint, bigint>();
  for (const payment of payments) {
    const due = dues.get(contractOf(payment));
    if (due !== undefined) units.set(due, (units.get(due) ?? 0n) + BigInt(payment.units));
  }
  return units;
}

function contractOf({ chainId, token }: { chainId: number; token: string }): string {
  return `${chainId}:${token.toLowerCase()}`;
}
