/**
 * An EVM chain on which invoices can be paid.
 *
 * `blockTimeSeconds` is typical, for progress only. `confirmations` is how deep a payment must lie before it counts as
 * paid (its own block is the first), and `confirmationsNote` says where that number is from; an owner can raise it.
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
  readonly confirmations: number;
  readonly confirmationsNote: string;
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
const circle = 'https://developers.circle.com/cctp/concepts/finality-and-block-confirmations';
const sequenced = `Ordered by one sequencer; a reorganisation needs it to fail or Ethereum to reorganise. Circle credits after 1 block for fast transfers (${circle}); final on Ethereum after 13 to 19 minutes.`;

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
    confirmations: 10,
    confirmationsNote: sequenced,
  },
  {
    ...live,
    chainId: 1,
    name: 'Ethereum',
    shortName: 'ethereum',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://etherscan.io'),
    blockTimeSeconds: 12,
    confirmations: 12,
    confirmationsNote: `Long-standing practice of exchanges, about 2.5 minutes. Circle credits fast transfers after 2 blocks and all others at finality, about 65 blocks (${circle}).`,
  },
  {
    ...live,
    chainId: 42161,
    name: 'Arbitrum One',
    shortName: 'arbitrum',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://arbiscan.io'),
    blockTimeSeconds: 0.25,
    confirmations: 20,
    confirmationsNote: sequenced,
  },
  {
    ...live,
    chainId: 10,
    name: 'OP Mainnet',
    shortName: 'optimism',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://optimistic.etherscan.io'),
    blockTimeSeconds: 2,
    confirmations: 10,
    confirmationsNote: sequenced,
  },
  {
    ...live,
    chainId: 137,
    name: 'Polygon PoS',
    shortName: 'polygon',
    nativeSymbol: 'POL',
    explorer: etherscanLike('https://polygonscan.com'),
    blockTimeSeconds: 2,
    confirmations: 5,
    confirmationsNote:
      'Final in 2 to 3 blocks since Heimdall v2; Circle waits for as many (https://developers.circle.com/gateway/references/supported-blockchains).',
  },
  {
    ...live,
    chainId: 56,
    name: 'BNB Smart Chain',
    shortName: 'bnb',
    nativeSymbol: 'BNB',
    explorer: etherscanLike('https://bscscan.com'),
    blockTimeSeconds: 0.45,
    confirmations: 15,
    confirmationsNote:
      'Fast finality comes two blocks later; 15 covers its fallback (https://docs.bnbchain.org/bnb-smart-chain/developers/json_rpc/bsc-api-list/).',
  },
  {
    ...live,
    chainId: 43114,
    name: 'Avalanche C-Chain',
    shortName: 'avalanche',
    nativeSymbol: 'AVAX',
    explorer: etherscanLike('https://snowtrace.io'),
    blockTimeSeconds: 1.7,
    confirmations: 2,
    confirmationsNote: `An accepted block is final; Circle waits for 1 (${circle}).`,
  },
  {
    ...live,
    chainId: 42220,
    name: 'Celo',
    shortName: 'celo',
    nativeSymbol: 'CELO',
    explorer: etherscanLike('https://celoscan.io'),
    blockTimeSeconds: 1,
    confirmations: 10,
    confirmationsNote: sequenced,
  },
  {
    ...live,
    chainId: 59144,
    name: 'Linea',
    shortName: 'linea',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://lineascan.build'),
    blockTimeSeconds: 2,
    confirmations: 10,
    confirmationsNote: sequenced,
  },
  {
    ...test,
    chainId: 11155111,
    name: 'Sepolia',
    shortName: 'sepolia',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://sepolia.etherscan.io'),
    blockTimeSeconds: 12,
    confirmations: 3,
    confirmationsNote: 'A test network: nothing is at stake, so it is quick.',
  },
  {
    ...test,
    chainId: 84532,
    name: 'Base Sepolia',
    shortName: 'base-sepolia',
    nativeSymbol: 'ETH',
    explorer: etherscanLike('https://sepolia.basescan.org'),
    blockTimeSeconds: 2,
    confirmations: 3,
    confirmationsNote: 'A test network: nothing is at stake, so it is quick.',
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
    confirmations: 3,
    confirmationsNote: 'Enough blocks to see "confirming" on the way to "paid".',
  },
];

const byId = new Map(chains.map((chain) => [chain.chainId, chain]));

function etherscanLike(origin: string): { readonly tx: string; readonly address: string } {
  return { tx: `${origin}/tx/{tx}`, address: `${origin}/address/{address}` };
}
