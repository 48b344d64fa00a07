import type { Hex, PublicClient } from 'viem';
import { findChain } from '../../../shared/money/chain.ts';
import { requiredConfirmations } from '../../../shared/money/confirmation-policy.ts';
import { tokensOn } from '../../../shared/money/token.ts';
import { attribute, wantsCalldata } from '../../../shared/payment/attribution.ts';
import { transferKey, type TransferLog } from '../../../shared/payment/transfer.ts';
import type { WatchIndex } from '../../../shared/payment/watch-index.ts';
import { shortReason } from '../../../shared/short-reason.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineLog } from '../engine-options.ts';
import { findTransfer } from '../ledger/transfers.ts';
import { readTransfers } from '../own-chain/read-transfers.ts';
import { openEndpoint } from '../own-chain/own-endpoint.ts';
import { recordUnreported } from './record-unreported.ts';
import { ownWatches, watchedPlaces, type WatchedPlaces } from './own-watches.ts';

/** What looking out works on. `endpointsFor` answers the owner's own endpoints for a chain, best first. */
export interface LookoutDeps {
  readonly db: EngineDatabase;
  readonly endpointsFor: (chainId: number) => readonly string[];
  readonly now: () => Date;
  readonly log: Pick<EngineLog, 'warn'>;
  /** True once nothing more is to be begun. */
  readonly isStopped: () => boolean;
  /** Milliseconds that the relay has to tell of a transfer that is deep enough, before it counts as untold. */
  readonly grace: number;
}

/**
 * What one chain's look remembers: when a transfer was first missed, which ones are nothing to anybody, and how many
 * blocks one question may span.
 */
interface ChainMemory {
  readonly missed: Map<string, number>;
  readonly nothing: Set<string>;
  range: bigint;
}

const widestRange = 2_000n;
/** Questions in one look; what is left is for the next. */
const mostQuestions = 20;
/** Blocks that are looked at again each time: a reorganisation may have put a transfer there. */
const overlap = 64n;
/** Blocks that a first look goes back at most. */
const furthestBack = 50_000;

/**
 * Looks on the owner's own endpoints for transfers to the owner's addresses that the relay has not told of: a relay
 * that hides a payment is found out, and one that is away is not missed. Only blocks that are as deep as the policy
 * asks are looked at, and the relay has `grace` more. Whose a transfer is, is read by the relay's own rule from
 * what this device knows.
 *
 * @returns A look at every chain, which tells whether anything was found.
 */
export function createLookout(deps: LookoutDeps): () => Promise<boolean> {
  const memories = new Map<number, ChainMemory>();
  return async () => {
    let isFound = false;
    for (const [chainId, places] of await watchedPlaces(deps.db)) {
      const memory = memories.get(chainId) ?? { missed: new Map(), nothing: new Set(), range: widestRange };
      memories.set(chainId, memory);
      for (const endpoint of deps.endpointsFor(chainId)) {
        if (deps.isStopped()) return isFound;
        try {
          isFound = (await lookAt(deps, chainId, places, memory, endpoint)) || isFound;
          break;
        } catch (error) {
          const why = shortReason(error);
          deps.log.warn('an own endpoint could not be looked at', { chainId, error: why });
        }
      }
    }
    return isFound;
  };
}

async function lookAt(
  deps: LookoutDeps,
  chainId: number,
  places: WatchedPlaces,
  memory: ChainMemory,
  endpoint: string,
): Promise<boolean> {
  const { db, now } = deps;
  const client = await openEndpoint(endpoint, chainId);
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const deepest = head - BigInt(requiredConfirmations(chainId, '', 0n).blocks - 1);
  let isFound = false;
  let from = await firstBlock(db, chainId, places, deepest, now());
  for (let asked = 0; asked < mostQuestions && from <= deepest && !deps.isStopped(); asked++) {
    const to = from + memory.range - 1n < deepest ? from + memory.range - 1n : deepest;
    const transfers = await readRange(client, { chainId, from, to, places }, memory);
    if (transfers === null) continue;
    const { waiting, found } = await takeIn(deps, { client, places, memory }, transfers);
    isFound = isFound || found;
    // What the relay still has time for is looked for again.
    if (waiting) return isFound;
    await writeDeviceValue(db, deviceKeys.lookedThrough(chainId), to.toString());
    from = to + 1n;
    if (memory.range < widestRange) memory.range *= 2n;
  }
  return isFound;
}

/**
 * Where a look begins: behind the last one, with an overlap; the first time, where the first open invoice was issued.
 */
async function firstBlock(
  db: EngineDatabase,
  chainId: number,
  { addresses }: WatchedPlaces,
  deepest: bigint,
  now: Date,
): Promise<bigint> {
  const through = await readDeviceValue<string>(db, deviceKeys.lookedThrough(chainId));
  const since = Math.min(...addresses.values());
  const age = Math.max(0, now.getTime() / 1000 - since);
  const back = Math.min(furthestBack, Math.ceil(age / (findChain(chainId)?.blockTimeSeconds ?? 1)));
  const first = through === null ? deepest - BigInt(back) : BigInt(through) - overlap;
  const begin = first > deepest - overlap ? deepest - overlap : first;
  return begin > 0n ? begin : 0n;
}

/** The transfers of a range; null where the endpoint finds it too large, and it is to be asked for less. */
async function readRange(
  client: PublicClient,
  { places, ...range }: { chainId: number; from: bigint; to: bigint; places: WatchedPlaces },
  memory: ChainMemory,
): Promise<TransferLog[] | null> {
  const known = tokensOn(range.chainId).map(({ address }) => address.toLowerCase());
  const query = {
    ...range,
    tokens: [...new Set([...places.tokens, ...known])],
    addresses: [...places.addresses.keys()],
  };
  try {
    return await readTransfers(client, query);
  } catch (error) {
    if (memory.range <= 8n) throw error;
    memory.range /= 2n;
    return null;
  }
}

async function takeIn(
  { db, now, grace, isStopped }: LookoutDeps,
  { client, places, memory }: { client: PublicClient; places: WatchedPlaces; memory: ChainMemory },
  transfers: readonly TransferLog[],
): Promise<{ waiting: boolean; found: boolean }> {
  const { missed, nothing } = memory;
  let index: WatchIndex | undefined;
  let waiting = false;
  let found = false;
  for (const transfer of transfers) {
    const key = transferKey(transfer);
    if (isStopped()) return { waiting: true, found };
    if (nothing.has(key) || (await findTransfer(db, key))) {
      missed.delete(key);
      continue;
    }
    const at = now();
    const since = missed.get(key) ?? at.getTime();
    missed.set(key, since);
    if (at.getTime() - since < grace) {
      waiting = true;
      continue;
    }
    index ??= await ownWatches(db);
    const calldata = wantsCalldata(transfer, index) ? await readCalldata(client, transfer.txHash) : undefined;
    const attribution = attribute(transfer, calldata, index);
    // What was there before any invoice, and names none, is no business of the inbox.
    const isOlder = transfer.blockTime < (places.addresses.get(transfer.to) ?? 0);
    const isTaken =
      !(isOlder && attribution.kind === 'unmatched') &&
      (await recordUnreported(db, transfer, attribution, at.toISOString()));
    if (!isTaken) nothing.add(key);
    // A payment changes what its invoice asks for next.
    if (isTaken) index = undefined;
    found = found || isTaken;
  }
  return { waiting, found };
}

async function readCalldata({ request }: PublicClient, txHash: Hex): Promise<string> {
  const transaction = await request({ method: 'eth_getTransactionByHash', params: [txHash] });
  if (!transaction) throw new Error(`the endpoint does not have transaction ${txHash} any more`);
  return transaction.input;
}
