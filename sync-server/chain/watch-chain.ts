import type { Hex } from 'viem';
import { findChain } from '../../shared/money/chain.ts';
import type { TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import { createBlockWindow } from './block-window.ts';
import { systemClock, type ChainClock } from './chain-clock.ts';
import type { BlockRef, ChainEvent } from './chain-event.ts';
import { createChainReader, type Header } from './chain-reader.ts';
import type { EndpointPool } from './endpoint-pool.ts';
import { findFork } from './find-fork.ts';
import { readBlockTransfers } from './read-block-transfers.ts';
import { readPage } from './read-page.ts';
import { blame, toBlockEvent, type StepEnd, type WatchState } from './watch-state.ts';

/** What to watch, from where, and how often. */
export interface WatchChainOptions {
  readonly pool: EndpointPool;
  /** Contracts whose Transfer logs are told. */
  readonly tokens: readonly Hex[];
  /** The last block that the caller has applied; null starts with the block that is the head now. */
  readonly startAfter: BlockRef | null;
  /**
   * Blocks told before, kept by the caller, at best the last {@link WatchChainOptions.windowSize} of them and those that
   * `thin-out.ts` leaves of the rest: what became of them while nobody watched is found through these.
   */
  readonly recentBlocks?: readonly BlockRef[];
  /** The last block that was told to be final: no reorganisation reaches below it. Default: not known. */
  readonly finalized?: bigint | null;
  /** Ends the watch: the generator returns. */
  readonly signal: AbortSignal;
  /** Leaves transfers out of the events, for instance those to addresses that nobody watches. Default: keeps all. */
  readonly keep?: (transfer: TimelessTransfer) => boolean;
  /**
   * How often to ask for the head. Default: a quarter of the chain's block time, from 250 to 3,000; and after a new
   * block, on a chain that keeps time, not before the next one is due.
   */
  readonly pollMilliseconds?: number;
  /**
   * How often to ask for the safe and the finalized block. Default: four block times, from 4,000 to 60,000; 0 never.
   */
  readonly finalityMilliseconds?: number;
  /** After so long without a new block another endpoint is asked whether it has one. Default 30,000. */
  readonly stallMilliseconds?: number;
  /** How many of the last blocks are all remembered, to recognise a reorganisation; see `thin-out.ts`. Default 256. */
  readonly windowSize?: number;
  /** How far behind the head blocks are read in pages instead of one by one. Default 64. */
  readonly linkDepth?: number;
  /** The largest page, in blocks. Default 2,000. */
  readonly maxPageBlocks?: number;
  readonly clock?: ChainClock;
}

/** The longest wait before trying again when no endpoint answers. */
const longestWait = 30_000;

/**
 * Watches one chain for token transfers, for ever: see {@link ChainEvent} for what it tells and in which order.
 *
 * At the head each block costs three requests (the poll that finds it, its logs by hash and, when in doubt, its
 * receipts), however many invoices are open; the chain's word on finality costs two more every fourth block, and as many
 * again where finality lies deeper than all blocks are remembered. Failures
 * of endpoints never end it and never leave a hole: a block is told only when its header names the block told before as
 * its parent and its logs carry its hash. The caller applies an event and keeps `number` and `hash` of each `block` in
 * one transaction, and passes them in again after a restart.
 */
export async function* watchChain(options: WatchChainOptions): AsyncGenerator<ChainEvent, void, void> {
  const { pool, signal, clock = systemClock } = options;
  const finalityMilliseconds = options.finalityMilliseconds ?? defaultFinalityPoll(pool.chainId);
  const pollMilliseconds = options.pollMilliseconds ?? defaultPoll(pool.chainId);
  const blockMilliseconds = options.pollMilliseconds === undefined ? steadyBlockTime(pool.chainId) : 0;
  const state = createState(options, clock);
  let finalityAt = clock.now();
  while (!signal.aborted) {
    const asked = clock.now();
    const before = state.window.tip();
    const end = yield* advance(state);
    const isNew = state.window.tip() !== before;
    // While the chain contradicts what was told, its word on finality is about other blocks.
    const agrees = end === 'again' || end === 'idle';
    if (agrees && finalityMilliseconds > 0 && clock.now() >= finalityAt && !signal.aborted) {
      yield* tellFinality(state);
      finalityAt = clock.now() + finalityMilliseconds;
    }
    if (signal.aborted) return;
    for (const trouble of pool.takeTroubles()) yield { type: 'trouble', ...trouble };
    // Not one endpoint's trouble: nobody has what must be read next.
    if (typeof end === 'object' && end.code === 'rpc.pruned') yield { type: 'stuck', problem: end };
    // A little early: so it creeps to where a block has just come, and hardly ever asks in vain.
    const due = isNew ? asked + blockMilliseconds * 0.95 - clock.now() : 0;
    if (end === 'idle') await clock.sleep(Math.max(pollMilliseconds, due), signal);
    else if (end !== 'again') {
      const wait = Math.max(
        end.retryAfterMilliseconds ?? (end.code === 'rpc.pruned' ? longestWait : pollMilliseconds),
        20,
      );
      await clock.sleep(Math.min(wait, longestWait), signal);
    }
  }
}

function defaultFinalityPoll(chainId: number): number {
  const blockTimeSeconds = findChain(chainId)?.blockTimeSeconds ?? 12;
  return Math.min(Math.max(blockTimeSeconds * 4_000, 4_000), 60_000);
}

function defaultPoll(chainId: number): number {
  const blockTimeSeconds = findChain(chainId)?.blockTimeSeconds ?? 12;
  return Math.min(Math.max(blockTimeSeconds * 250, 250), 3_000);
}

/**
 * The time between blocks where that can be relied on, else 0: a practice chain makes a block whenever it is told to.
 */
function steadyBlockTime(chainId: number): number {
  const chain = findChain(chainId);
  return chain === undefined || chain.practice ? 0 : chain.blockTimeSeconds * 1_000;
}

function createState(options: WatchChainOptions, clock: ChainClock): WatchState {
  const { pool, tokens, startAfter, recentBlocks = [], signal, linkDepth = 64, maxPageBlocks = 2_000 } = options;
  const before = startAfter === null ? [] : recentBlocks.filter(({ number }) => number < startAfter.number);
  return {
    reader: createChainReader(pool, tokens, signal),
    window: createBlockWindow({
      size: options.windowSize ?? 256,
      known: startAfter === null ? [] : [...before, startAfter],
      finalized: options.finalized ?? null,
    }),
    tokens: tokens.map((token) => token.toLowerCase() as Hex),
    keep: options.keep ?? (() => true),
    clock,
    signal,
    linkDepth: BigInt(linkDepth),
    maxPageBlocks,
    pageBlocks: Math.min(500, maxPageBlocks),
    lastProgress: clock.now(),
    stallMilliseconds: options.stallMilliseconds ?? 30_000,
    finality: new Map([
      ['safe', -1n],
      ['finalized', -1n],
    ]),
  };
}

/** One step: looks at the head and tells what follows from it. */
async function* advance(state: WatchState): AsyncGenerator<ChainEvent, StepEnd, void> {
  const head = await state.reader.header('latest');
  if (!head.ok) return head.problem;
  if (head.value === null) return { code: 'rpc.bad-answer', retryable: true, message: 'An endpoint has no head.' };
  const tip = state.window.tip();
  if (tip === undefined) return yield* tellBlock(state, head.value);
  if (head.value.number <= tip.number) return yield* weighOldHead(state, tip, head.value);
  if (head.value.number - tip.number > state.linkDepth) return yield* tellPage(state, tip, head.value);
  return yield* tellNewBlocks(state, tip, head.value);
}

async function* tellNewBlocks(
  state: WatchState,
  tip: BlockRef,
  head: Header,
): AsyncGenerator<ChainEvent, StepEnd, void> {
  let parent = tip;
  while (parent.number < head.number) {
    const number = parent.number + 1n;
    let header = head;
    if (number < head.number) {
      const answer = await state.reader.header(number, { prefer: head.endpoint });
      if (!answer.ok) return answer.problem;
      if (answer.value?.number !== number) {
        return blame(state, head.endpoint, 'rpc.behind', `told of block ${head.number} but does not have ${number}.`);
      }
      header = answer.value;
    }
    if (header.parentHash !== parent.hash) return yield* tellReorg(state, header);
    const end = yield* tellBlock(state, header);
    if (end !== 'again') return end;
    parent = header;
  }
  return 'idle';
}

async function* tellBlock(state: WatchState, header: Header): AsyncGenerator<ChainEvent, StepEnd, void> {
  const transfers = await readBlockTransfers(state, header);
  if (!transfers.ok) return transfers.problem;
  state.window.add(header);
  state.lastProgress = state.clock.now();
  yield toBlockEvent(state, header, transfers.value);
  return 'again';
}

async function* tellPage(state: WatchState, tip: BlockRef, head: Header): AsyncGenerator<ChainEvent, StepEnd, void> {
  const before = state.pageBlocks;
  const page = await readPage(state, tip, head.number - state.linkDepth);
  if (page.kind === 'unlinked') return yield* tellReorg(state, page.header);
  if (page.kind === 'problem') {
    const isSmallerNow = page.problem.code === 'rpc.range-too-large' && state.pageBlocks < before;
    return isSmallerNow ? 'again' : page.problem;
  }
  for (const block of page.blocks) {
    state.window.add(block);
    state.lastProgress = state.clock.now();
    yield block;
  }
  return 'again';
}

async function* tellReorg(state: WatchState, evidence: Header): AsyncGenerator<ChainEvent, StepEnd, void> {
  const fork = await findFork(state, evidence);
  if (!fork.ok) {
    if (fork.problem.code === 'rpc.unknown-block') state.reader.pool.demote(evidence.endpoint, fork.problem);
    return fork.problem;
  }
  const orphaned = state.window.cutAfter(fork.value.number);
  if (orphaned.length === 0) {
    return blame(state, evidence.endpoint, 'rpc.bad-answer', 'answers from two chains at once.');
  }
  for (const [tag, number] of state.finality)
    if (number > fork.value.number) state.finality.set(tag, fork.value.number);
  yield { type: 'reorg', orphaned, common: fork.value, evidence };
  return 'again';
}

/** A head no higher than what was told: the same, or an endpoint that lags, or another chain. */
async function* weighOldHead(
  state: WatchState,
  tip: BlockRef,
  head: Header,
): AsyncGenerator<ChainEvent, StepEnd, void> {
  const told = state.window.hashAt(head.number);
  if (told !== undefined && told !== head.hash) return yield* tellReorg(state, head);
  if (head.number < tip.number) {
    const below = state.window.newestFirst().find(({ number }) => number <= head.number);
    if (told === undefined && below !== undefined && (await contradicts(state, head.endpoint, below)))
      return yield* tellReorg(state, head);
    blame(state, head.endpoint, 'rpc.behind', `is at block ${head.number}, behind ${tip.number}.`);
    return 'idle';
  }
  if (state.clock.now() - state.lastProgress < state.stallMilliseconds) return 'idle';
  state.lastProgress = state.clock.now();
  const other = await state.reader.header('latest', { avoid: head.endpoint });
  if (!other.ok || other.value === null || other.value.number <= tip.number) return 'idle';
  blame(state, head.endpoint, 'rpc.behind', `stays at block ${tip.number}; others are at ${other.value.number}.`);
  return 'again';
}

async function* tellFinality(state: WatchState): AsyncGenerator<ChainEvent, void, void> {
  for (const [tag, last] of state.finality) {
    const tip = state.window.tip();
    const answer = await state.reader.header(tag);
    if (!answer.ok) {
      if (answer.problem.code === 'rpc.unsupported') state.finality.delete(tag);
      continue;
    }
    const header = answer.value;
    if (header === null || tip === undefined || header.number <= last || header.number > tip.number) continue;
    if (!(await isInToldChain(state, header))) continue;
    state.finality.set(tag, header.number);
    if (tag === 'finalized') state.window.settle(header.number);
    yield { type: tag, number: header.number, hash: header.hash };
  }
}

/**
 * Tells whether a block no higher than the last one told is in the chain that was told. Where its own height is not
 * remembered, its endpoint has to show the next block above it that is; false where it does not answer.
 */
async function isInToldChain({ reader, window }: WatchState, block: Header): Promise<boolean> {
  const above = window.newestFirst().findLast(({ number }) => number >= block.number);
  if (above?.number === block.number) return above.hash === block.hash;
  const shown = above && (await reader.header(above.number, { only: block.endpoint }));
  return shown?.ok === true && shown.value?.hash === above?.hash;
}

/** Tells whether an endpoint's chain has another block at the height of one that was told. */
async function contradicts({ reader }: WatchState, endpoint: string, { number, hash }: BlockRef): Promise<boolean> {
  const header = await reader.header(number, { only: endpoint });
  return header.ok && header.value?.number === number && header.value.hash !== hash;
}
