/**
 * An invoice number taken apart: `INV-2026-B0001` is prefix "INV", year 2026, series "B", sequence 1.
 *
 * Each device counts in a series of its own, so numbers never collide with the network off, and each series is gapless.
 * The first device's series is empty; the sequence starts anew each year, has at least four digits, and grows beyond
 * 9999 by growing longer.
 */
export interface InvoiceNumber {
  readonly prefix: string;
  readonly year: number;
  readonly series: string;
  readonly sequence: number;
}

const prefixForm = /^[A-Z0-9](?:[A-Z0-9/_-]{0,10}[A-Z0-9])?$/;

/** Tells whether text can begin invoice numbers: up to 12 capitals, digits, and - / _ between them; or nothing. */
export function isNumberPrefix(text: string): boolean {
  return text === '' || prefixForm.test(text);
}

/**
 * Writes a number: `INV-2026-0001`, `INV-2026-B0001`; an empty prefix leaves its hyphen out. Throws
 * on impossible parts.
 */
export function formatInvoiceNumber(number: InvoiceNumber): string {
  const { prefix, year, series, sequence } = number;
  if (!isNumberPrefix(prefix)) throw new RangeError(`"${prefix}" cannot be the prefix of invoice numbers`);
  if (!/^[A-Z]{0,4}$/.test(series)) throw new RangeError(`"${series}" is not a device's number series`);
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new RangeError(`Invoice sequence ${sequence} is not ≥ 1`);
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`Year ${year} has not four digits`);
  return `${prefix === '' ? '' : `${prefix}-`}${year}-${series}${String(sequence).padStart(4, '0')}`;
}

/**
 * The series of the n-th device of a workspace, counting from 0: "", "B", "C" … "Z", "AA", "AB" … (the first device's
 * "A" is left unwritten).
 */
export function deviceSeries(deviceIndex: number): string {
  if (!Number.isInteger(deviceIndex) || deviceIndex < 0 || deviceIndex > 400_000)
    throw new RangeError(`${deviceIndex} is not the index of a device`);
  if (deviceIndex === 0) return '';
  let letters = '';
  for (let rest = deviceIndex; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}
