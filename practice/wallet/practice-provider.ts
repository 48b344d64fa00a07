import { practiceChainId } from '../../shared/money/chain.ts';
import type { TransactionWords } from './describe-transaction.ts';
import { describeTransaction } from './describe-transaction.ts';

/** The account of the practice wallet: the second one of every development node, which holds the practice money. */
export const practiceAccount = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** What the provider needs from its surroundings. */
export interface PracticeSurroundings {
  /** Calls the practice chain, where the account is unlocked; throws an error with JSON-RPC's code. */
  readonly rpc: (method: string, params: readonly unknown[]) => Promise<unknown>;
  /** Shows the transaction and asks. */
  readonly confirm: (words: TransactionWords, account: string) => Promise<boolean>;
}

/** A provider error as EIP-1193 defines it. */
class ProviderError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reading calls that the practice chain answers as they are; nothing else gets through. */
const forwarded = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_estimateGas',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getTransactionByHash',
  'eth_getTransactionReceipt',
]);

/** An EIP-1193 provider on the practice chain with one account; it sends nothing without a yes in its own window. */
export function createPracticeProvider({ rpc, confirm }: PracticeSurroundings) {
  let isAsking = false;
  const send = async (transaction: Readonly<Record<string, unknown>>) => {
    const { from, chainId } = transaction;
    if (typeof from !== 'string' || from.toLowerCase() !== practiceAccount.toLowerCase())
      throw new ProviderError(4100, 'This account is not in the practice wallet.');
    if (chainId !== undefined && Number(chainId) !== practiceChainId)
      throw new ProviderError(4901, 'The practice wallet is on the practice chain only.');
    if (isAsking) throw new ProviderError(-32002, 'A payment is already waiting for an answer.');
    isAsking = true;
    try {
      const isConfirmed = await confirm(describeTransaction(transaction), practiceAccount);
      if (!isConfirmed) throw new ProviderError(4001, 'The payment was rejected.');
      const { to, value, data } = transaction;
      return await rpc('eth_sendTransaction', [{ from, to, value, data }]);
    } finally {
      isAsking = false;
    }
  };
  return {
    async request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown> {
      const params = call.params ?? [];
      const [first] = params as readonly [Readonly<Record<string, unknown>>?];
      switch (call.method) {
        case 'eth_accounts':
        case 'eth_requestAccounts':
          return [practiceAccount];
        case 'eth_chainId':
          return `0x${practiceChainId.toString(16)}`;
        case 'wallet_switchEthereumChain':
        case 'wallet_addEthereumChain':
          if (Number(first?.['chainId']) === practiceChainId) return null;
          throw new ProviderError(4902, 'The practice wallet is on the practice chain only.');
        case 'eth_sendTransaction':
          return send(first ?? {});
        default:
          if (forwarded.has(call.method)) return rpc(call.method, params);
          throw new ProviderError(4200, `The practice wallet does not know ${call.method}.`);
      }
    },
    // Account and chain never change here, so there is never news.
    on: () => undefined,
    removeListener: () => undefined,
  };
}
