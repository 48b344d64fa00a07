import { findChain } from '../../../shared/money/chain.ts';

/** What `wallet_addEthereumChain` wants to know (EIP-3085). */
export interface ChainParameters {
  readonly chainId: string;
  readonly chainName: string;
  readonly nativeCurrency: { readonly name: string; readonly symbol: string; readonly decimals: 18 };
  readonly rpcUrls: readonly string[];
  readonly blockExplorerUrls?: readonly string[];
}

/** Each network's own public endpoint, as its documentation gives it: the wallet calls it, never this page. */
const publicEndpoints: Readonly<Record<number, string>> = {
  8453: 'https://mainnet.base.org',
  42161: 'https://arb1.arbitrum.io/rpc',
  10: 'https://mainnet.optimism.io',
  137: 'https://polygon-rpc.com',
  56: 'https://bsc-dataseed.bnbchain.org',
  43114: 'https://api.avax.network/ext/bc/C/rpc',
  42220: 'https://forno.celo.org',
  59144: 'https://rpc.linea.build',
  84532: 'https://sepolia.base.org',
};

/** The parameters that add a chain to a wallet; null where every wallet has it or nobody offers a public endpoint. */
export function chainParameters(chainId: number): ChainParameters | null {
  const chain = findChain(chainId);
  const endpoint = publicEndpoints[chainId];
  if (!chain || !endpoint) return null;
  const explorer = chain.explorer ? new URL(chain.explorer.tx.replace('{tx}', '')).origin : null;
  return {
    chainId: toHexQuantity(chainId),
    chainName: chain.name,
    nativeCurrency: { name: chain.nativeSymbol, symbol: chain.nativeSymbol, decimals: 18 },
    rpcUrls: [endpoint],
    ...(explorer ? { blockExplorerUrls: [explorer] } : {}),
  };
}

/** A number as JSON-RPC writes quantities: hex without leading zeros. */
export function toHexQuantity(value: number): string {
  return `0x${value.toString(16)}`;
}
