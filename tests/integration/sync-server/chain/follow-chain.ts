import { onTestFinished } from 'vitest';
import { transferKey, type TransferLog } from '../../../../shared/payment/transfer.ts';
import type { BlockRef, ChainEvent } from '../../../../sync-server/chain/chain-event.ts';
import { watchChain, type WatchChainOptions } from '../../../../sync-server/chain/watch-chain.ts';

/** A watch that applies events as the relay must, and throws on the first that cannot be applied. */
export interface Follower {
  readonly events: ChainEvent[];
  /** Blocks told and not reversed, oldest first. */
  readonly blocks: BlockRef[];
  /** Transfers told and not reversed. */
  readonly transfers: Map<string, TransferLog>;
  /** Settles when the condition holds after an event; rejects when the watch fails. */
  until(condition: (follower: Follower) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a chain in the background until the test ends. `before` is what an earlier follower had applied. */
export function followChain(options: Omit<WatchChainOptions, 'signal'>, before?: Follower): Follower {
  const stopping = new AbortController();
  const waiting = new Set<() => void>();
  let failure: unknown;
  const follower: Follower = {
    events: [],
    blocks: before ? [...before.blocks] : options.startAfter ? [options.startAfter] : [],
    transfers: new Map(before?.transfers),
    until: (condition) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (failure) reject(failure);
          else if (condition(follower)) resolve();
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
  const running = (async () => {
    try {
      for await (const event of watchChain({ ...options, signal: stopping.signal })) {
        apply(follower, event);
        for (const check of waiting) check();
      }
    } catch (error) {
      failure = error;
      for (const check of waiting) check();
    }
  })();
  onTestFinished(async () => {
    await follower.stop();
    if (failure) throw failure;
  });
  return follower;
}

function apply(follower: Follower, event: ChainEvent): void {
  const { blocks, transfers } = follower;
  follower.events.push(event);
  const tip = blocks.at(-1);
  if (event.type === 'block') {
    if (tip && event.number <= tip.number) throw new Error(`block ${event.number} told after ${tip.number}`);
    if (tip?.number === event.number - 1n && tip.hash !== event.parentHash) throw new Error(`${event.number} unlinked`);
    blocks.push({ number: event.number, hash: event.hash });
    for (const transfer of event.transfers) {
      const key = transferKey(transfer);
      if (transfers.has(key)) throw new Error(`transfer ${key} told twice`);
      if (transfer.blockHash !== event.hash) throw new Error(`transfer ${key} of another block`);
      transfers.set(key, transfer);
    }
  }
  if (event.type === 'reorg') {
    for (const orphan of event.orphaned) {
      const last = blocks.pop();
      if (last?.hash !== orphan.hash) throw new Error(`orphaned ${orphan.number}, which was not the tip`);
      for (const [key, { blockHash }] of transfers) if (blockHash === orphan.hash) transfers.delete(key);
    }
    if (blocks.at(-1)?.hash !== event.common.hash) throw new Error('the common block is not the tip');
  }
}
