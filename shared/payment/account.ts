import { divideUp } from '../money/decimal.ts';
import { addSums, exactly, isMore, tailAllowance, wholeUnits, worthOf, type ExactSum } from './exact-sum.ts';
import type { PaymentOption } from './payment-terms.ts';
import { noShare, type Share } from './rest.ts';
import type { Settlement } from './settlement.ts';

/**
 * One thing that changed what is owed on an invoice; `at` is Unix seconds. `in` and `back` are tokens that the terms
 * name; `outside` money without a proportion (`isStated`: a part of a transfer whose worth its owner stated),
 * `back-stated` the same the other way; `credit` a credit note; `tolerance` the largest shortfall that is forgiven;
 * `share` the part of the invoice that is settled otherwise, which the last one entered says whole.
 */
export type Entry =
  | { readonly kind: 'in' | 'back'; readonly at: number; readonly option: PaymentOption; readonly units: bigint }
  | { readonly kind: 'outside'; readonly at: number; readonly amount: bigint; readonly isStated: boolean }
  | { readonly kind: 'back-stated' | 'credit' | 'tolerance'; readonly at: number; readonly amount: bigint }
  | { readonly kind: 'share'; readonly at: number; readonly share: Share };

/** What has been entered so far, tokens apart by the option that they settle. */
export interface Account {
  readonly units: Map<PaymentOption, bigint>;
  readonly back: Map<PaymentOption, bigint>;
  stated: bigint;
  outside: bigint;
  backStated: bigint;
  credited: bigint;
  tolerance: bigint;
  share: Share;
}

/** The sums of an account; see {@link Settlement}. */
export type Balance = Pick<
  Settlement,
  'due' | 'received' | 'remaining' | 'over' | 'credited' | 'refunded' | 'outside' | 'forgiven'
>;

/** An account on which nothing has happened. */
export function createAccount(): Account {
  return {
    units: new Map(),
    back: new Map(),
    stated: 0n,
    outside: 0n,
    backStated: 0n,
    credited: 0n,
    tolerance: 0n,
    share: noShare,
  };
}

/** Enters one thing into an account, in place. */
export function enter(account: Account, entry: Entry): void {
  switch (entry.kind) {
    case 'in':
      return addUnits(account.units, entry.option, entry.units);
    case 'back':
      return addUnits(account.back, entry.option, entry.units);
    case 'outside':
      if (entry.isStated) account.stated += entry.amount;
      else account.outside += entry.amount;
      return;
    case 'back-stated':
      account.backStated += entry.amount;
      return;
    case 'credit':
      account.credited += entry.amount;
      return;
    case 'tolerance':
      if (entry.amount > account.tolerance) account.tolerance = entry.amount;
      return;
    case 'share':
      account.share = entry.share;
      return;
  }
}

/**
 * An account's sums, for an invoice of this total. What was received, less what went back, is rounded down to minor
 * units once; what went back is rounded down for showing alone. A tolerance forgives a shortfall that it covers whole,
 * and nothing where nothing was received.
 *
 * A share that is settled otherwise is credited in whole minor units, rounded up, and the fraction that is too
 * much has gone back: so the sums are whole, and what completes the invoice completes it exactly. One below zero
 * has gone back as it is.
 */
export function balanceOf(account: Account, total: bigint): Balance {
  const share = creditOfShare(account.share, total);
  const credited = account.credited + share.credit;
  const due = credited < total ? total - credited : 0n;
  const back = addSums(addSums(worthOf(account.back, total), exactly(account.backStated)), share.back);
  const gross = addSums(worthOf(account.units, total), exactly(account.stated + account.outside));
  const net = addSums(gross, { units: -back.units, per: back.per });
  const surplus = addSums(net, exactly(-due));
  const isWithinTail = surplus.units > 0n && isMore(tailAllowance(account.units, total), surplus);
  const received = isWithinTail ? due : atLeastZero(wholeUnits(net));
  const short = received < due ? due - received : 0n;
  const forgiven = received > 0n && short <= account.tolerance ? short : 0n;
  return {
    due,
    received,
    remaining: short - forgiven,
    over: received > due ? received - due : 0n,
    credited,
    refunded: wholeUnits(back),
    outside: account.outside,
    forgiven,
  };
}

function creditOfShare({ part, whole }: Share, total: bigint): { credit: bigint; back: ExactSum } {
  const credit = part > 0n ? divideUp(total * part, whole) : 0n;
  return { credit, back: { units: credit * whole - total * part, per: whole } };
}

function addUnits(units: Map<PaymentOption, bigint>, option: PaymentOption, more: bigint): void {
  units.set(option, (units.get(option) ?? 0n) + more);
}

function atLeastZero(minor: bigint): bigint {
  return minor < 0n ? 0n : minor;
}
