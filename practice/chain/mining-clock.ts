import type { PracticeClient } from './practice-chain.ts';

/** Blocks that go on being made after the last transaction, so that confirmations and finality arrive. */
export const blocksAfterLastTransaction = 150n;

/**
 * Makes a block every `blockTimeSeconds`, but lets an idle chain rest: {@link blocksAfterLastTransaction} blocks after
 * the last transaction it waits for the next one. A chain left running overnight so stays a few hundred blocks long,
 * not 40,000 (1.7 KB each in the state file).
 * @returns a promise that settles when `signal` aborts; rejects when the node fails.
 */
export async function runMiningClock(client: PracticeClient, blockTimeSeconds: number, signal: AbortSignal) {
  let lastBusyBlock = await client.getBlockNumber({ cacheTime: 0 });
  while (await tick(blockTimeSeconds * 1000, signal)) {
    const pending = await client.getBlockTransactionCount({ blockTag: 'pending' });
    const head = await client.getBlockNumber({ cacheTime: 0 });
    if (pending > 0) lastBusyBlock = head + 1n;
    if (pending > 0 || head < lastBusyBlock + blocksAfterLastTransaction) await client.mine({ blocks: 1 });
  }
}

/** Waits; false when the signal ended the wait. */
export function tick(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
