import { chainParameters, toHexQuantity } from '../state/chain-parameters.ts';
import type { Funds } from '../state/wallet-state.ts';
import { isUnknownChain } from '../state/wallet-words.ts';
import type { WalletProvider } from './wallet-provider.ts';

/** Asks the wallet for an account and the chain it is on (EIP-1102). Throws what the wallet throws, e.g. 4001. */
export async function connectWallet(provider: WalletProvider): Promise<{ account: string; chainId: number }> {
  const accounts = readAccounts(await provider.request({ method: 'eth_requestAccounts' }));
  const [account] = accounts;
  if (!account) throw new Error('It gave no account.');
  return { account, chainId: readChainId(await provider.request({ method: 'eth_chainId' })) };
}

/**
 * Brings the wallet to a chain (EIP-3326), adding it first where the wallet does not know it (EIP-3085). Resolves with
 * the chain the wallet is on afterwards: some wallets answer before they have changed, some never do.
 */
export async function switchChain(provider: WalletProvider, chainId: number): Promise<number> {
  const params = [{ chainId: toHexQuantity(chainId) }];
  try {
    await provider.request({ method: 'wallet_switchEthereumChain', params });
  } catch (error) {
    const addition = isUnknownChain(error) ? chainParameters(chainId) : null;
    if (!addition) throw error;
    await provider.request({ method: 'wallet_addEthereumChain', params: [addition] });
    // Adding does not always change to it as well.
    const now = readChainId(await provider.request({ method: 'eth_chainId' }));
    if (now !== chainId) await provider.request({ method: 'wallet_switchEthereumChain', params });
  }
  return readChainId(await provider.request({ method: 'eth_chainId' }));
}

/** Reads what an account holds on the wallet's current chain: token base units by `balanceOf`, and wei for the fee. */
export async function readFunds(
  provider: WalletProvider,
  account: string,
  token: string,
): Promise<Funds | 'unreadable'> {
  try {
    const data = `0x70a08231${account.slice(2).toLowerCase().padStart(64, '0')}`;
    const [held, native] = await Promise.all([
      provider.request({ method: 'eth_call', params: [{ to: token, data }, 'latest'] }),
      provider.request({ method: 'eth_getBalance', params: [account, 'latest'] }),
    ]);
    return { token: readQuantity(held), native: readQuantity(native) };
  } catch {
    return 'unreadable';
  }
}

/** Sends a call to a token contract from the payer's account and resolves with the transaction's hash. */
export async function sendToToken(
  provider: WalletProvider,
  call: { readonly from: string; readonly token: string; readonly data: string; readonly chainId: number },
): Promise<string> {
  const { from, token, data, chainId } = call;
  // `chainId` makes a wallet refuse, rather than send on another chain, should the payer change it meanwhile.
  const transaction = { from, to: token, value: '0x0', data, chainId: toHexQuantity(chainId) };
  const hash = await provider.request({ method: 'eth_sendTransaction', params: [transaction] });
  if (typeof hash !== 'string' || !/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new Error('It gave no transaction hash.');
  return hash.toLowerCase();
}

/** What became of a transaction, as the wallet's node tells: `failed` means that it was mined and moved nothing. */
export async function transactionOutcome(
  provider: WalletProvider,
  hash: string,
): Promise<'unknown' | 'done' | 'failed'> {
  try {
    const receipt = await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] });
    const status = (receipt as { status?: unknown } | null)?.status;
    if (typeof status !== 'string') return 'unknown';
    return BigInt(status) === 0n ? 'failed' : 'done';
  } catch {
    return 'unknown';
  }
}

/** Reads a list of accounts as wallets send it; anything else in it is dropped. */
export function readAccounts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string' && /^0x[0-9a-fA-F]{40}$/.test(item));
}

/** Reads a chain id: hex text after EIP-695, a number from some older wallets. */
export function readChainId(value: unknown): number {
  return typeof value === 'number' ? value : Number(readQuantity(value));
}

/** An empty answer to `balanceOf` means that there is no such contract, which is not the same as holding nothing. */
function readQuantity(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]+$/.test(value)) throw new Error('It gave no number.');
  return BigInt(value);
}
