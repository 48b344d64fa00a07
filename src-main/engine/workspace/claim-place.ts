import { deviceSeries } from '../../../shared/invoice/invoice-number.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * Places that one relay gives out at most (`mostDevices` of its sign-in), so places of its devices differ modulo this.
 */
const placesOfARelay = 50;

/**
 * Settles this device's place in the workspace, once and for ever, from the ordinal that a relay gave it; call it only
 * when all that the relay has is here. A device that has a place keeps it, whatever another relay counts: an older
 * device may still issue under the place that the new relay would give away a second time. For the same reason a new
 * device passes over each place that an invoice or a credit note was issued under, in steps that no other device of
 * this relay lands on.
 */
export async function claimPlace(db: EngineDatabase, ordinal: number): Promise<void> {
  if ((await readDeviceValue<number>(db, deviceKeys.place)) !== null) return;
  const taken = await readSeriesInUse(db);
  let place = ordinal;
  while (taken.has(seriesOfPlace(place))) place += placesOfARelay;
  await writeDeviceValue(db, deviceKeys.place, place);
}

/**
 * The series of a device that did not create the workspace: "B" for place 2, and so on. Only the creator's is the plain
 * one, so a device that a relay counts first (the relay is new, or the creator never went online) takes "A", the series
 * that no other place leads to.
 */
export function seriesOfPlace(place: number): string {
  return place === 1 ? 'A' : deviceSeries(place - 1);
}

/** The series that invoices and credit notes known here were issued under: the last part of prefix/year/series. */
async function readSeriesInUse(db: EngineDatabase): Promise<Set<string>> {
  const issued = await db.invoices.find({ selector: { lifecycle: { $ne: 'draft' } } }).exec();
  const notes = await db.adjustments.find({ selector: { kind: 'credit-note' } }).exec();
  return new Set([...issued, ...notes].map(({ series }) => series.slice(series.lastIndexOf('/') + 1)));
}
