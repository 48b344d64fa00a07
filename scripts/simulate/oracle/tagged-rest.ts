import { takeUp, type Fraction } from './fraction.ts';
import type { OracleOption } from './model.ts';

/** A hundredth of an option's token, in base units: a tail is less. */
export function centOf({ decimals }: OracleOption): bigint {
  return 10n ** BigInt(decimals - 2);
}

/**
 * What pays an unpaid part by its amount alone: the next amount, from what settles it on, that ends in
 * the tail under a cent.
 */
export function taggedRest(unpaid: Fraction, option: OracleOption): bigint {
  const cent = centOf(option);
  const least = takeUp(unpaid, option.exact);
  const ending = least - (least % cent) + (option.tagged % cent);
  return ending < least ? ending + cent : ending;
}
