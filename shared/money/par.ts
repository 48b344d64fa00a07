import { currencyDigits, type CurrencyCode } from './currency.ts';
import { divideUp, pow10 } from './decimal.ts';

/**
 * Base units of a token that are worth a sum at par: minor units shifted to the token's decimals. Exact for a
 * token with as many decimals as the currency; for one with fewer it is rounded up, so that an invoice is
 * never short of its worth.
 */
export function unitsAtPar(minor: bigint, currency: CurrencyCode, decimals: number): bigint {
  return divideUp(minor * pow10(decimals), pow10(currencyDigits(currency)));
}

/** What base units of a token are worth at par, rounded down to minor units of the currency. */
export function minorAtPar(units: bigint, currency: CurrencyCode, decimals: number): bigint {
  return (units * pow10(currencyDigits(currency))) / pow10(decimals);
}
