/**
 * An EVM chain on which invoices can be paid.
 *
 * `blockTimeSeconds` is typical, for progress only; what a payment must wait for is in `confirmation-policy.ts`.
 * `hasSafeAndFinalized` tells that nodes answer the `safe` and `finalized` block tags with more than the head.
 * Explorer templates hold `{tx}` or `{address}`; null where the chain has no explorer.
 */
export interface Chain {
  readonly chainId: number;
  readonly name: string;
  /** For tight places: chips, table cells, the command line. Lower case, unique. */
  readonly shortName: string;
  readonly nativeSymbol: string;
  readonly explorer: { readonly tx: string; readonly address: string } | null;
  readonly blockTimeSeconds: number;
  readonly testnet: boolean;
  readonly practice: boolean;
  readonly hasSafeAndFinalized: boolean;
}

/** Chain id of the practice chain: the default of local development nodes. */
export const practiceChainId = 31337;

/** Looks a chain up; undefined when it is not in the registry. */
export function findChain(chainId: number): Chain | undefined {
  return byId.get(chainId);
}

/** Looks a chain up where an unknown id would be a bug. Throws on an unknown id. */
export function chainOf(chainId: number): Chain {
  const chain = findChain(chainId);
  if (!chain) throw new Error(`Chain ${chainId} is not in the registry of chains`);
  return chain;
}

/** Explorer page of a transaction, or null where the chain is unknown or has no explorer. */
export function explorerTxUrl(chainId: number, txHash: string): string | null {
  return findChain(chainId)?.explorer?.tx.replace('{tx}', txHash) ?? null;
}

/** Explorer page of an address, or null where the chain is unknown or has no explorer. */
export function explorerAddressUrl(chainId: number, address: string): string | null {
  return findChain(chainId)?.explorer?.address.replace('{address}', address) ?? null;
}

const live = { testnet: false, practice: false, hasSafeAndFinalized: true };
const test = { testnet: true, practice: false, hasSafeAndFinalized: true };

/** Every chain that Quittance knows, in the order in which they are offered. */
export const chains: readonly Chain[] = [
  {
    ...live,
    chainId: 8453,
    name: 'Base',
    shortName: 'base',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://basescan.org'),
    blockTimeSeconds: 2,
  },
  {
    ...live,
    chainId: 1,
    name: 'Ethereum',
    shortName: 'ethereum',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://etherscan.io'),
    blockTimeSeconds: 12,
  },
  {
    ...live,
    chainId: 42161,
    name: 'Arbitrum One',
    shortName: 'arbitrum',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://arbiscan.io'),
    blockTimeSeconds: 0.25,
  },
  {
    ...live,
    chainId: 10,
    name: 'OP Mainnet',
    shortName: 'optimism',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://optimistic.etherscan.io'),
    blockTimeSeconds: 2,
  },
  {
    ...live,
    chainId: 137,
    name: 'Polygon PoS',
    shortName: 'polygon',
    nativeSymbol: 'POL',
    explorer: etherscanLike('https://polygonscan.com'),
    blockTimeSeconds: 2,
  },
  {
    ...live,
    chainId: 56,
    name: 'BNB Smart Chain',
    shortName: 'bnb',
    nativeSymbol: 'BNB',
    explorer: etherscanLike('https://bscscan.com'),
    blockTimeSeconds: 0.45,
  },
  {
    ...live,
    chainId: 43114,
    name: 'Avalanche C-Chain',
    shortName: 'avalanche',
    nativeSymbol: 'AVAX',
    explorer: etherscanLike('https://snowtrace.io'),
    blockTimeSeconds: 1.7,
  },
  {
    ...live,
    chainId: 42220,
    name: 'Celo',
    shortName: 'celo',
    nativeSymbol: 'CELO',
    explorer: etherscanLike('https://celoscan.io'),
    blockTimeSeconds: 1,
  },
  {
    ...live,
    chainId: 59144,
    name: 'Linea',
    shortName: 'linea',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://lineascan.build'),
    blockTimeSeconds: 2,
  },
  {
    ...test,
    chainId: 11155111,
    name: 'Sepolia',
    shortName: 'sepolia',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://sepolia.etherscan.io'),
    blockTimeSeconds: 12,
  },
  {
    ...test,
    chainId: 84532,
    name: 'Base Sepolia',
    shortName: 'base-sepolia',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://sepolia.basescan.org'),
    blockTimeSeconds: 2,
  },
  {
    ...test,
    practice: true,
    chainId: practiceChainId,
    name: 'Practice chain',
    shortName: 'practice',
    nativeSymbol: 'ETH',
    explorer: null,
    blockTimeSeconds: 1,
  },
];

const byId = new Map(chains.map((chain) => [chain.chainId, chain]));

function etherscanLike(origin: string): { readonly tx: string; readonly address: string } {
  return { tx: `${origin}/tx/{tx}`, address: `${origin}/address/{address}` };
}
