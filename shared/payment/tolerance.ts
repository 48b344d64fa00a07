import { currencyDigits, isCurrencyCode } from '../money/currency.ts';
import { parseDecimal, pow10, type Decimal } from '../money/decimal.ts';
import { fail, ok, type Result } from '../result.ts';

/** How short an invoice may be and still count as paid, as typed: decimals, empty for no limit of that kind. */
export interface Tolerance {
  readonly absolute: string;
  readonly percent: string;
}

/**
 * Reads limits as typed: digits with one dot, or nothing; the per cent up to 100. Fails with `tolerance.absolute` and
 * `tolerance.percent`, the field in the problem's path.
 */
export function checkTolerance({ absolute, percent }: Tolerance): Result<Tolerance> {
  const read = { absolute: absolute.trim(), percent: percent.trim() };
  if (read.absolute !== '' && !isLimit(read.absolute))
    return fail(
      'tolerance.absolute',
      `"${read.absolute.slice(0, 20)}" is no sum. Write digits with one dot, such as 5.00, or nothing.`,
      {
        path: ['tolerance', 'absolute'],
      },
    );
  const share = parseDecimal(read.percent);
  if (read.percent !== '' && (!isLimit(read.percent) || (share && share.units > 100n * pow10(share.scale))))
    return fail(
      'tolerance.percent',
      `"${read.percent.slice(0, 20)}" is no per cent. Write a number from 0 to 100, such as 0.5, or nothing.`,
      { path: ['tolerance', 'percent'] },
    );
  return ok(read);
}

function isLimit(text: string): boolean {
  const value = parseDecimal(text);
  return value !== undefined && value.units >= 0n && value.scale <= 18;
}

/**
 * The largest shortfall that an owner lets go, in minor units of the invoice's currency; null where none is. Where
 * both limits are set, the smaller one is in force. Each is rounded down to whole minor units, so that never more is
 * let go than was said.
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
