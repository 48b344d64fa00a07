import { concatHex, createWalletClient, encodeFunctionData, http, publicActions, type Address, type Hex } from 'viem';
import type { LocalAccount } from 'viem/accounts';
import { PracticeToken } from '../contracts/artifacts.ts';
import { practiceAccounts } from './practice-accounts.ts';
import { practiceChainAt } from './practice-chain.ts';

/** A payment as a wallet would make it. */
export interface PracticePayment {
  readonly rpcUrl: string;
  /** The token's contract. */
  readonly token: Address;
  readonly to: Address;
  /** In the token's smallest unit. */
  readonly amount: bigint;
  /** Bytes appended to the call data, as the payment page's wallet button does to name the invoice. */
  readonly tag?: Hex;
  /** Who pays; default: the practice payer. */
  readonly from?: LocalAccount;
  /** Returns as soon as the transaction is in the pool instead of when it is in a block. Default false. */
  readonly doNotWait?: boolean;
}

/** Where the payment is: `blockNumber` and `logIndex` only when it was waited for. */
export interface PracticePaymentMade {
  readonly txHash: Hex;
  readonly blockNumber?: bigint;
  readonly blockHash?: Hex;
  /** The index, within its block, of the Transfer log. */
  readonly logIndex?: number;
}

/**
 * Pays with an ERC-20 transfer from the practice wallet.
 * @throws Error when the transfer reverts; viem errors when the node does not answer.
 */
export async function payInvoice(payment: PracticePayment): Promise<PracticePaymentMade> {
  const wallet = createWalletClient({
    account: payment.from ?? practiceAccounts.payer,
    chain: practiceChainAt(payment.rpcUrl),
    transport: http(payment.rpcUrl, { retryCount: 0 }),
    pollingInterval: 50,
    cacheTime: 0,
  }).extend(publicActions);
  const transfer = encodeFunctionData({
    abi: PracticeToken.abi,
    functionName: 'transfer',
    args: [payment.to, payment.amount],
  });
  const txHash = await wallet.sendTransaction({
    to: payment.token,
    data: payment.tag === undefined ? transfer : concatHex([transfer, payment.tag]),
  });
  if (payment.doNotWait) return { txHash };
  const receipt = await wallet.waitForTransactionReceipt({ hash: txHash, timeout: 30_000 });
  if (receipt.status !== 'success') throw new Error(`The transfer ${txHash} was reverted.`);
  const log = receipt.logs.find((entry) => entry.address.toLowerCase() === payment.token.toLowerCase());
  if (log === undefined) throw new Error(`The transaction ${txHash} moved nothing.`);
  return { txHash, blockNumber: receipt.blockNumber, blockHash: receipt.blockHash, logIndex: log.logIndex };
}
