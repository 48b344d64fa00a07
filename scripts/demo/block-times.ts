/** Notes when each block appeared, by this machine's clock: a block's own timestamp is whole seconds. */
export interface BlockTimes {
  /** Milliseconds since 1970 at which a block was first seen to be there; waits for it if it is still to come. */
  timeOf(block: bigint): Promise<number>;
  stop(): void;
}

/** Watches a chain's head many times a second. */
export function watchBlockTimes(rpcUrl: string): BlockTimes {
  const seen = new Map<bigint, number>();
  const waiting: { block: bigint; resolve: (time: number) => void }[] = [];
  let head = -1n;
  let asking = false;
  const look = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] });
      const answer = await fetch(rpcUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      const { result } = (await answer.json()) as { result: string };
      const now = Date.now();
      for (let block = head === -1n ? BigInt(result) : head + 1n; block <= BigInt(result); block++)
        seen.set(block, now);
      head = BigInt(result);
      for (const wish of waiting.filter(({ block }) => block <= head)) wish.resolve(seen.get(wish.block) ?? now);
    } catch {
      // The chain is asked again in a moment.
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void look(), 15);
  return {
    timeOf(block) {
      const time = seen.get(block);
      if (time !== undefined) return Promise.resolve(time);
      return new Promise((resolve) => void waiting.push({ block, resolve }));
    },
    stop: () => clearInterval(timer),
  };
}
