import { currencyDigits, isCurrencyCode } from '../money/currency.ts';
import { parseDecimal, pow10, type Decimal } from '../money/decimal.ts';

/** How short an invoice may be and still count as paid, as typed: decimals, empty for no limit of that kind. */
export interface Tolerance {
  readonly absolute: string;
  readonly percent: string;
}

/**
 * The largest shortfall that an owner lets go, in minor units of the invoice's currency; null where none is. Where both limits
 * are set, the smaller one is in force. Each is rounded down to whole minor units, so that never more is let go than was said.
 */
export function shortfallLimit(
  tolerance: Tolerance | undefined,
  invoice: { readonly total: bigint; readonly currency: string },
): bigint | null {
  if (!tolerance || !isCurrencyCode(invoice.currency)) return null;
  const absolute = parseDecimal(tolerance.absolute.trim());
  const percent = parseDecimal(tolerance.percent.trim());
  const limits = [
    ...(absolute ? [roundDown(absolute, currencyDigits(invoice.currency))] : []),
    ...(percent ? [(invoice.total * percent.units) / (pow10(percent.scale) * 100n)] : []),
  ];
  const [first, second = first] = limits;
  if (first === undefined || second === undefined) return null;
  const limit = first < second ? first : second;
  return limit > 0n ? limit : null;
}

function roundDown({ units, scale }: Decimal, digits: number): bigint {
  return scale <= digits ? units * pow10(digits - scale) : units / pow10(scale - digits);
}
