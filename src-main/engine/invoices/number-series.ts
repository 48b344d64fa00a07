import { formatInvoiceNumber } from '../../../shared/invoice/invoice-number.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** A number to be: its place in its series, and how it is written. */
export interface NextNumber {
  readonly series: string;
  readonly sequence: number;
  readonly number: string;
}

/**
 * The next number of this device's series for a year, of invoices or of credit notes. It is used up only by the write
 * of the issued invoice or of the credit note itself, so the series has no gap and no number twice, whatever crashes:
 * the count is the highest number that anything here has, and the high-water mark keeps it where documents have not
 * come back yet (a data folder that was restored). Both kinds are looked at, because an owner's own prefix for invoices
 * may be that of credit notes.
 */
export async function nextNumber(
  db: EngineDatabase,
  parts: { readonly prefix: string; readonly year: number; readonly series: string },
): Promise<NextNumber> {
  const series = `${parts.prefix}/${parts.year}/${parts.series}`;
  const newest = { selector: { series }, sort: [{ series: 'desc' as const }, { sequence: 'desc' as const }] };
  const [invoice, note, highWater] = await Promise.all([
    db.invoices.findOne(newest).exec(),
    db.adjustments.findOne(newest).exec(),
    readDeviceValue<number>(db, deviceKeys.highWater(series)),
  ]);
  const sequence = Math.max(invoice?.sequence ?? 0, note?.sequence ?? 0, highWater ?? 0) + 1;
  return { series, sequence, number: formatInvoiceNumber({ ...parts, sequence }) };
}

/** Remembers that a number is out; called after the invoice has it. */
export async function raiseHighWater(db: EngineDatabase, series: string, sequence: number): Promise<void> {
  const key = deviceKeys.highWater(series);
  if (((await readDeviceValue<number>(db, key)) ?? 0) < sequence) await writeDeviceValue(db, key, sequence);
}
