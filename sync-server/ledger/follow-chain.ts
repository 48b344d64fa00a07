import { tokensOn } from '../../shared/money/token.ts';
import { checkTokens } from '../chain/check-tokens.ts';
import { createEndpointPool, type EndpointPool } from '../chain/endpoint-pool.ts';
import { fetchCalldata } from '../chain/fetch-calldata.ts';
import { watchChain } from '../chain/watch-chain.ts';
import type { HubSignal } from '../hub/hub.ts';
import { pause } from '../pause.ts';
import type { RelayContext } from '../relay-context.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { applyBlock, applyFinality, applyReorg, reverseGone } from './apply-chain-event.ts';
import { attributeTransfers, type CalldataSource } from './attribute-transfers.ts';
import { createStatusKeeper, type StatusKeeper } from './chain-status.ts';
import { findGoneAfter, findGoneBlocks } from './find-gone-blocks.ts';
import type { FollowedChain } from './followed-chain.ts';
import { gatherBlocks, type GatheredEvent } from './gather-blocks.ts';
import { keepWorking } from './keep-working.ts';
import { newestRemembered } from './move-cursor.ts';
import { readResumePoint } from './read-resume-point.ts';
import { largestPage } from './run-pending-scans.ts';
import { createEndpointHealth } from './store-endpoint-health.ts';
import { createTurns } from './turns.ts';
import type { WatchedAddresses } from './watched-addresses.ts';

/** Tokens that the chain itself contradicts, by chain: nothing is credited in them. */
export type RefusedTokens = Map<number, readonly { address: string; symbol: string; message: string }[]>;

const retryMilliseconds = 1_000;
const firstScanPage = 2_000;

/** What the ledgers of all chains in a process share. */
export interface SharedState {
  readonly refused: RefusedTokens;
  readonly watched: WatchedAddresses;
}

/**
 * Follows one chain until the signal: checks its tokens, resumes after the last block applied, and applies each event
 * of the watcher in one transaction with the cursor. Only one process may follow a chain at a time (`lead-chains.ts`).
 * @throws when the database fails; start it again to go on where it stopped.
 */
export async function followChain(
  context: RelayContext,
  chainId: number,
  { refused, watched }: SharedState,
  signal: AbortSignal,
): Promise<void> {
  const urls = context.config.rpc.get(chainId) ?? [];
  const pool = createEndpointPool({ chainId, endpoints: urls.map((url) => ({ url })) });
  const status = createStatusKeeper(context, chainId, pool);
  const health = createEndpointHealth(context, chainId, pool);
  await status.set('starting', null);
  const tokens = await checkedTokens(
    context,
    pool,
    refused,
    async () => {
      await status.check();
      await health.store();
    },
    signal,
  );
  const chain: FollowedChain = {
    context,
    chainId,
    pool,
    tokens,
    calldataOf: createCalldataSource(pool, signal),
    watched,
    turns: createTurns(),
    agreementAbove: urls.length > 1 ? context.config.agreementAbove : null,
    scanPage: { blocks: firstScanPage, limit: largestPage },
    signal,
  };
  // Before any scan: one that found a payment in its new block before the old one was given up would count it twice.
  const resume = await readResumePoint(chain, status, health);
  const background = keepWorking(chain, status, health);
  try {
    const keep = ({ to }: { to: string }): boolean => watched.has(to);
    const events = watchChain({ pool, tokens, ...resume, signal, keep, windowSize: newestRemembered });
    for await (const event of gatherBlocks(events)) {
      await chain.turns.take(() => handle(chain, status, event));
      if (event.type !== 'block') continue;
      if (event.transfers.length > 0) background.wake();
      background.applied(event.number);
    }
  } finally {
    background.stop();
    await background.ended;
  }
}

async function handle(chain: FollowedChain, status: StatusKeeper, event: GatheredEvent): Promise<void> {
  const { context, chainId } = chain;
  if (event.type === 'trouble') {
    context.log.warn({ chainId, endpoint: event.endpoint, code: event.problem.code }, event.problem.message);
    return status.check();
  }
  if (event.type === 'stuck') {
    context.log.error({ chainId, code: event.problem.code }, event.problem.message);
    return status.stuck();
  }
  const work = await prepare(chain, event);
  const signals = await transact(context.database.kysely, work);
  await context.hub.publish(signals);
  if (event.type === 'block') await status.progressed(event.number, event.timestamp);
}

/** Does the reading for an event, and returns the writing: a transaction never waits for the network. */
async function prepare(
  chain: FollowedChain,
  event: Exclude<GatheredEvent, { type: 'trouble' | 'stuck' }>,
): Promise<(trx: RelayTransaction) => Promise<HubSignal[]>> {
  const { context, chainId, calldataOf, agreementAbove } = chain;
  const now = context.now();
  if (event.type === 'reorg') {
    const gone = await findGoneAfter(chain, event);
    return (trx) => applyReorg(trx, chainId, event, gone, now);
  }
  if (event.type !== 'block') return (trx) => applyFinality(trx, chainId, event.type, Number(event.number), now);
  const { kysely } = context.database;
  // First, so that a transfer which is in the chain again is known by its reversed payment.
  const gone = await findGoneBlocks(chain, event);
  if (gone.length > 0) await context.hub.publish(await transact(kysely, (trx) => reverseGone(trx, chainId, gone, now)));
  const found = await attributeTransfers(kysely, chainId, event.transfers, calldataOf);
  const perDay = context.config.limits.transfersPerDay;
  return (trx) => applyBlock(trx, chainId, event, found, { now, perDay, agreementAbove });
}

/** The registry's tokens on the chain that their own contracts agree with. Waits until an endpoint answers. */
async function checkedTokens(
  context: RelayContext,
  pool: EndpointPool,
  refused: RefusedTokens,
  onFailure: () => Promise<void>,
  signal: AbortSignal,
): Promise<`0x${string}`[]> {
  const expected = tokensOn(pool.chainId);
  while (!signal.aborted) {
    const checked = await checkTokens(pool, expected, signal);
    if (checked.ok) {
      refused.set(pool.chainId, checked.value);
      for (const { message } of checked.value) context.log.error({ chainId: pool.chainId }, `refused: ${message}`);
      const bad = new Set<string>(checked.value.map(({ address }) => address));
      return expected
        .filter(({ address }) => !bad.has(address))
        .map(({ address }) => address.toLowerCase() as `0x${string}`);
    }
    await onFailure();
    await pause(retryMilliseconds, signal);
  }
  return [];
}

/** Waits until an endpoint answers; a transaction that none knows (its block is gone) has no calldata. */
function createCalldataSource(pool: EndpointPool, signal: AbortSignal): CalldataSource {
  return async (txHash) => {
    for (let unknown = 0; !signal.aborted;) {
      const answer = await fetchCalldata(pool, txHash, signal);
      if (answer.ok && answer.value !== null) return answer.value;
      if (answer.ok && (unknown += 1) >= 3) return undefined;
      await pause(answer.ok ? 300 : retryMilliseconds, signal);
    }
    // Not "no tag": the block is given up, and read again at the next start.
    throw new Error('stopped while a transaction was being read');
  };
}
