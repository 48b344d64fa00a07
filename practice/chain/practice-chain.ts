import { createTestClient, defineChain, http, publicActions, walletActions } from 'viem';
import { practiceChainId } from '../../shared/money/chain.ts';

/** The node program behind the practice chain. */
export type ChainEngine = 'anvil' | 'hardhat';

/** viem's description of the practice chain at an RPC address. */
export function practiceChainAt(rpcUrl: string) {
  return defineChain({
    id: practiceChainId,
    name: 'Practice chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    testnet: true,
  });
}

/** A viem client of the practice chain that reads, sends and drives the node (mine, dump state, …). */
export function createPracticeClient(rpcUrl: string, engine: ChainEngine = 'anvil') {
  return createTestClient({
    chain: practiceChainAt(rpcUrl),
    mode: engine,
    transport: http(rpcUrl, { retryCount: 0, timeout: 30_000 }),
    pollingInterval: 50,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
}

/** What {@link createPracticeClient} returns. */
export type PracticeClient = ReturnType<typeof createPracticeClient>;
