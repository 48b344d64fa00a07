import { formatMoney } from '../../../shared/money/amount.ts';
import { currencyDigits } from '../../../shared/money/currency.ts';
import { decimal, formatDecimal, pow10 } from '../../../shared/money/decimal.ts';

/** The page is written in English; money and dates follow, so that no "1.200" is read two ways. */
const locale = 'en';

/** Minor units as the page writes them: "$1,200.00". */
export function money(minor: bigint | string, currency: string): string {
  return formatMoney({ minor: BigInt(minor), currency }, locale);
}

/** Base units in plain notation, no fewer than two decimals and no needless zeros: "1200.00", "1200.000123". */
export function plainUnits(units: bigint, decimals: number): string {
  const text = formatDecimal(units, decimals);
  return decimals <= 2 ? text : text.replace(/(\.\d{2}\d*?)0+$/, '$1');
}

/** {@link plainUnits} with grouped thousands, for reading only: "1,200.000123". */
export function readableUnits(units: bigint, decimals: number): string {
  const [whole = '', fraction] = plainUnits(units, decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Decimal text with its thousands grouped and its decimals untouched; for quantities and unit prices. */
export function readableDecimal(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * A unit price: as money where it has no more decimals than the currency, else every decimal: "$85.00", "0.00125 USD".
 */
export function unitPrice(price: string, currency: string): string {
  const digits = currencyDigits(currency);
  const { units, scale } = decimal(price);
  if (scale > digits) return `${readableDecimal(price)} ${currency}`;
  return money(units * pow10(digits - scale), currency);
}

/** A country's English name by its ISO 3166-1 code; the code itself where it names none. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A calendar date: "31 January 2027". */
export function calendarDate(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** An instant in the reader's own time zone: "31 January 2027 at 14:05 CET". */
export function instant(milliseconds: number): string {
  const format = { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...format, timeZoneName: 'short' }).format(new Date(milliseconds));
}

/** An address or hash in a tight place: "0x7099…79C8". */
export function shortHex(hex: string): string {
  return hex.length > 14 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}
