import type { PaymentOption } from './payment-terms.ts';
import { tailStep } from './tail-step.ts';

/**
 * An exact sum of money: `units` / `per` minor units. Payments in several tokens are added as fractions and rounded
 * once, at the end, so that what arrives in parts is worth what it would be in one piece.
 */
export interface ExactSum {
  readonly units: bigint;
  readonly per: bigint;
}

/** Base units of each option's token. */
export type UnitsByOption = ReadonlyMap<PaymentOption, bigint>;

/** What units are worth by an invoice's terms: total × units ÷ exact of each option, unrounded. */
export function worthOf(units: UnitsByOption, total: bigint): ExactSum {
  let sum: ExactSum = { units: 0n, per: 1n };
  for (const [option, each] of units) sum = addSums(sum, { units: total * each, per: BigInt(option.exact) });
  return sum;
}

/**
 * The surplus that makes no invoice overpaid is under this: what the amounts that carry a tail lie apart (`tailStep`),
 * in the option, among those that something was paid in, where that is worth most.
 */
export function tailAllowance(units: UnitsByOption, total: bigint): ExactSum {
  let allowance: ExactSum = { units: 0n, per: 1n };
  for (const { chainId, token, exact, tagged } of units.keys()) {
    const option = { chainId, token, exact: BigInt(exact), tagged: BigInt(tagged) };
    const step = { units: total * tailStep(option), per: option.exact };
    if (isMore(step, allowance)) allowance = step;
  }
  return allowance;
}

/** Whole minor units of a sum, rounded down. */
export function wholeUnits({ units, per }: ExactSum): bigint {
  const whole = units / per;
  return units < 0n && whole * per !== units ? whole - 1n : whole;
}

/** The exact sum of two; nothing is rounded, nor is the fraction reduced. */
export function addSums(a: ExactSum, b: ExactSum): ExactSum {
  if (a.per === b.per) return { units: a.units + b.units, per: a.per };
  return { units: a.units * b.per + b.units * a.per, per: a.per * b.per };
}

/** Whether the first sum is the larger one. */
export function isMore(a: ExactSum, b: ExactSum): boolean {
  return a.units * b.per > b.units * a.per;
}

/** A whole number of minor units as an exact sum. */
export function exactly(minor: bigint): ExactSum {
  return { units: minor, per: 1n };
}

/**
 * The option that a token settles by; undefined where the terms do not name it. Options of one token on one chain share
 * their proportion, so the first stands in.
 */
export function optionOf(
  options: readonly PaymentOption[],
  { chainId, token }: { readonly chainId: number; readonly token: string },
): PaymentOption | undefined {
  const contract = token.toLowerCase();
  return options.find((each) => each.chainId === chainId && each.token.toLowerCase() === contract);
}
