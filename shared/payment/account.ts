import { addSums, exactly, isMore, tailAllowance, wholeUnits, worthOf } from './exact-sum.ts';
import type { PaymentOption } from './payment-terms.ts';
import type { Settlement } from './settlement.ts';

/**
 * One thing that changed what is owed on an invoice; `at` is Unix seconds. `in` and `back` are tokens that the terms name;
 * `outside` money without a proportion (`isStated`: a part of a transfer whose worth its owner stated), `back-stated` the same
 * the other way; `credit` a credit note; `tolerance` the largest shortfall that is forgiven.
 */
export type Entry =
  | { readonly kind: 'in' | 'back'; readonly at: number; readonly option: PaymentOption; readonly units: bigint }
  | { readonly kind: 'outside'; readonly at: number; readonly amount: bigint; readonly isStated: boolean }
  | { readonly kind: 'back-stated' | 'credit' | 'tolerance'; readonly at: number; readonly amount: bigint };

/** What has been entered so far, tokens apart by the option that they settle. */
export interface Account {
  readonly units: Map<PaymentOption, bigint>;
  readonly back: Map<PaymentOption, bigint>;
  stated: bigint;
  outside: bigint;
  backStated: bigint;
  credited: bigint;
  tolerance: bigint;
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
  }
}

/**
 * An account's sums, for an invoice of this total. What was received, less what went back, is rounded down to minor units
 * once; what went back is rounded down for showing alone. A tolerance forgives a shortfall that it covers whole, and nothing
 * where nothing was received.
 */
export function balanceOf(account: Account, total: bigint): Balance {
  const due = account.credited < total ? total - account.credited : 0n;
  const back = addSums(worthOf(account.back, total), exactly(account.backStated));
  const gross = addSums(worthOf(account.units, total), exactly(account.stated + account.outside));
  const net = addSums(gross, { units: -back.units, per: back.per });
  const surplus = addSums(net, exactly(-due));
  const isWithinTail = surplus.units > 0n && !isMore(surplus, tailAllowance(account.units, total));
  const received = isWithinTail ? due : atLeastZero(wholeUnits(net));
  const short = received < due ? due - received : 0n;
  const forgiven = received > 0n && short <= account.tolerance ? short : 0n;
  return {
    due,
    received,
    remaining: short - forgiven,
    over: received > due ? received - due : 0n,
    credited: account.credited,
    refunded: wholeUnits(back),
    outside: account.outside,
    forgiven,
  };
}

function addUnits(units: Map<PaymentOption, bigint>, option: PaymentOption, more: bigint): void {
  units.set(option, (units.get(option) ?? 0n) + more);
}

function atLeastZero(minor: bigint): bigint {
  return minor < 0n ? 0n : minor;
}
