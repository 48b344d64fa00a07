import { createPublicClient, http } from 'viem';

/** Where a chain stands by the word of one endpoint. `safe` and `finalized` are null where the endpoint does not know the tag. */
export interface ChainHead {
  readonly chainId: number;
  readonly head: bigint;
  readonly hash: string;
  readonly safe: bigint | null;
  readonly finalized: bigint | null;
}

/** Asks an endpoint which chain it serves and how far it has come; rejects when it does not answer in `timeout` ms. */
export async function readHead(endpoint: string, timeout: number): Promise<ChainHead> {
  const { request } = createPublicClient({ transport: http(endpoint, { timeout, retryCount: 0 }) });
  const numberOf = async (tag: 'safe' | 'finalized'): Promise<bigint | null> => {
    const block = await request({ method: 'eth_getBlockByNumber', params: [tag, false] }).catch(() => null);
    return block?.number ? BigInt(block.number) : null;
  };
  const [chainId, latest, safe, finalized] = await Promise.all([
    request({ method: 'eth_chainId' }),
    request({ method: 'eth_getBlockByNumber', params: ['latest', false] }),
    numberOf('safe'),
    numberOf('finalized'),
  ]);
  if (!latest?.number || !latest.hash) throw new Error('it tells no latest block');
  return {
    chainId: Number(chainId),
    head: BigInt(latest.number),
    hash: latest.hash,
    safe,
    finalized,
  };
}
