import type { ChainReader, Header } from '../../../../sync-server/chain/chain-reader.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';

/** A chain as a node holds it: the fork that each block is on, by height. */
export type MemoryChain = readonly string[];

/** The hash of the block at a height of a chain. */
export function hashIn(chain: MemoryChain, number: number): `0x${string}` {
  return `0x${chain[number]}${number}`;
}

/** The header at a height, as an endpoint with this chain gives it. */
export function headerIn(chain: MemoryChain, number: number, endpoint: string): Header {
  const parentHash = number === 0 ? '0x' : hashIn(chain, number - 1);
  return {
    number: BigInt(number),
    hash: hashIn(chain, number),
    parentHash,
    timestamp: number,
    logsBloom: '0x',
    endpoint,
  } as Header;
}

/**
 * A reader of headers whose endpoints hold chains in memory, in order of preference; `asked` grows with each request.
 * One that is not in `chains` any more does not answer.
 */
export function memoryReader(chains: Record<string, MemoryChain>): ChainReader & { readonly asked: string[] } {
  const asked: string[] = [];
  const endpoints = Object.keys(chains);
  const pool = createEndpointPool({ chainId: 31337, endpoints: [{ url: 'http://127.0.0.1:1' }] });
  return {
    pool: { ...pool, endpoints },
    asked,
    async header(block, { only = endpoints[0] ?? '' } = {}) {
      asked.push(`${only} ${block}`);
      const chain = chains[only];
      if (chain === undefined)
        return { ok: false, problem: { code: 'rpc.none-available', retryable: true, message: 'nobody answers' } };
      const number = block === 'latest' ? chain.length - 1 : Number(block);
      return { ok: true, value: number < chain.length ? headerIn(chain, number, only) : null };
    },
    transfers: () => Promise.reject(new Error('not asked for here')),
    transfersFromReceipts: () => Promise.reject(new Error('not asked for here')),
  };
}
