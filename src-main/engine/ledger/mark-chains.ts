import type { Settings } from '../../../shared/app-api/settings.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markTransfers } from './mark-transfers.ts';
import { creditedTransfer, unmatchedTransfer, type KnownTransfer } from './transfers.ts';

/** Transfers that are marked at a time. */
const atOnce = 500;

/**
 * Has every transfer of a chain checked once its owner has an endpoint there, though it came, and may have become
 * final, while there was none: before the owner named one, or on a restored device before the settings came. A crash in
 * between is made up for at the next call.
 */
export async function markChains(db: EngineDatabase, endpoints: Settings['rpcEndpoints']): Promise<void> {
  const known = (await readDeviceValue<number[]>(db, deviceKeys.checkedChains)) ?? [];
  const checked = Object.keys(endpoints)
    .filter((chainId) => (endpoints[chainId] ?? []).length > 0)
    .map(Number);
  const marked = known.filter((chainId) => checked.includes(chainId));
  if (marked.length < known.length) await writeDeviceValue(db, deviceKeys.checkedChains, marked);
  for (const chainId of checked.filter((each) => !known.includes(each))) {
    await markChain(db, chainId);
    marked.push(chainId);
    await writeDeviceValue(db, deviceKeys.checkedChains, marked);
  }
}

async function markChain(db: EngineDatabase, chainId: number): Promise<void> {
  for await (const some of transfersOf(chainId, (range) => findCredited(db, range))) await markTransfers(db, some);
  for await (const some of transfersOf(chainId, (range) => findUnmatched(db, range))) await markTransfers(db, some);
}

/** A part of a collection whose documents have a transfer's key for their id, which begins with its chain. */
interface KeyRange {
  readonly after: string;
  readonly below: string;
}

async function* transfersOf(
  chainId: number,
  find: (range: KeyRange) => Promise<KnownTransfer[]>,
): AsyncGenerator<KnownTransfer[], void, void> {
  // The character after the colon ends the keys of a chain.
  for (let range: KeyRange = { after: `${chainId}:`, below: `${chainId};` }; ;) {
    const some = await find(range);
    const last = some.at(-1);
    if (!last) return;
    yield some;
    range = { ...range, after: last.key };
  }
}

function queryOf({ after, below }: KeyRange) {
  return { selector: { id: { $gt: after, $lt: below } }, sort: [{ id: 'asc' as const }], limit: atOnce };
}

async function findCredited(db: EngineDatabase, range: KeyRange): Promise<KnownTransfer[]> {
  const found = await db.payments.find(queryOf(range)).exec();
  return found.map((document) => creditedTransfer(document.toMutableJSON()));
}

async function findUnmatched(db: EngineDatabase, range: KeyRange): Promise<KnownTransfer[]> {
  const found = await db.unmatched.find(queryOf(range)).exec();
  return found.map((document) => unmatchedTransfer(document.toMutableJSON()));
}
