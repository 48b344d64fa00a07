import type { TransferLog } from '../../shared/payment/transfer.ts';
import type { Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** A block by its number and hash. */
export interface BlockRef {
  readonly number: bigint;
  readonly hash: `0x${string}`;
}

/**
 * What the watcher tells, in the order in which it must be applied.
 *
 * - `block`: everything up to and including this block has been told. Blocks come in rising order and each once; while
 *   catching up, blocks without transfers are left out. `timestamp` is in Unix seconds. `more` says that the next event
 *   is a later block that was read together with this one: both can be applied as one.
 * - `reorg`: the `orphaned` blocks (newest first; only blocks that were told) no longer count; blocks
 *   after `common` follow. `evidence` is the header that contradicted what was told.
 * - `safe`, `finalized`: the chain's own word on what can no longer change (only blocks that were told).
 * - `trouble`: something is wrong with an endpoint; the watcher goes on by itself.
 * - `stuck`: no endpoint keeps the blocks that must be read next; told again every half minute while it lasts.
 */
export type ChainEvent =
  | (BlockRef & {
      readonly type: 'block';
      readonly parentHash: `0x${string}`;
      readonly timestamp: number;
      readonly transfers: readonly TransferLog[];
      readonly more?: true;
    })
  | {
      readonly type: 'reorg';
      readonly orphaned: readonly BlockRef[];
      readonly common: BlockRef;
      readonly evidence: Header;
    }
  | (BlockRef & { readonly type: 'safe' | 'finalized' })
  | { readonly type: 'trouble'; readonly endpoint: string; readonly problem: RpcProblem }
  | { readonly type: 'stuck'; readonly problem: RpcProblem };

/** A `block` event. */
export type BlockEvent = Extract<ChainEvent, { type: 'block' }>;

/** A `reorg` event. */
export type ReorgEvent = Extract<ChainEvent, { type: 'reorg' }>;
