import type { TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import type { BlockWindow } from './block-window.ts';
import type { ChainClock } from './chain-clock.ts';
import type { BlockEvent } from './chain-event.ts';
import type { ChainReader, Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** What one watch carries from step to step. */
export interface WatchState {
  readonly reader: ChainReader;
  readonly window: BlockWindow;
  readonly tokens: readonly `0x${string}`[];
  readonly keep: (transfer: TimelessTransfer) => boolean;
  readonly clock: ChainClock;
  readonly signal: AbortSignal;
  /** Blocks nearer to the head than this are read one by one, each linked to its parent. */
  readonly linkDepth: bigint;
  readonly maxPageBlocks: number;
  /** Blocks to ask for in the next page while catching up. */
  pageBlocks: number;
  /** When the last block was told, or another endpoint last asked for its head; milliseconds. */
  lastProgress: number;
  readonly stallMilliseconds: number;
  /** Highest blocks told per tag; a tag that the chain does not offer is absent. */
  readonly finality: Map<'safe' | 'finalized', bigint>;
}

/** How a step ended: `again` at once, `idle` until the next poll, or a problem to wait out. */
export type StepEnd = 'again' | 'idle' | RpcProblem;

/** The event of a block, with the transfers that the caller wants to see. */
export function toBlockEvent(state: WatchState, header: Header, transfers: readonly TimelessTransfer[]): BlockEvent {
  const { number, hash, parentHash, timestamp } = header;
  const kept: TransferLog[] = transfers.filter(state.keep).map((transfer) => ({ ...transfer, blockTime: timestamp }));
  return { type: 'block', number, hash, parentHash, timestamp, transfers: kept };
}

/** Blames an endpoint for an answer that cannot be used, and gives the problem to wait out. */
export function blame(state: WatchState, endpoint: string, code: RpcProblem['code'], what: string): RpcProblem {
  const problem: RpcProblem = { code, retryable: true, message: `${endpoint} ${what}` };
  state.reader.pool.demote(endpoint, problem);
  return problem;
}
