import { formatMoney } from '../money/amount.ts';

/** How documents write money, dates and numbers: English, whatever the machine, so that every copy is the same. */
const locale = 'en-GB';

/** Minor units with the currency's code, as "USD 1,200.00". */
export function documentMoney(minor: string, currency: string): string {
  return formatMoney({ minor: BigInt(minor), currency }, locale, 'code').replace(/\s/g, '\u00a0');
}

/** Minor units without the code, for columns under one heading: "1,200.00". */
export function documentAmount(minor: string, currency: string): string {
  return documentMoney(minor, currency).replace(/[A-Z]{3}\u00a0/, '');
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A calendar date in words, "31 January 2027", which no reader takes for another date. */
export function documentDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** A decimal as issued, grouped by thousands: "12,000.5". */
export function documentNumber(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A unit price with at least the currency's decimals: "100" in USD is "100.00", "0.125" stays. */
export function documentPrice(decimal: string, digits: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const padded = fraction.padEnd(digits, '0');
  return documentNumber(padded === '' ? whole : `${whole}.${padded}`);
}
