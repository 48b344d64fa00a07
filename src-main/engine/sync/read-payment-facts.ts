import { createPublicClient, http, type Hex } from 'viem';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { RawLog } from '../own-chain/decode-transfer.ts';

/** What an endpoint knows of a payment's place. */
export interface PaymentFacts {
  /** The block that this endpoint has at the payment's height. */
  readonly block: { readonly hash: string | null; readonly transactions: readonly string[] } | null;
  readonly receipt: { readonly status: Hex; readonly blockHash: Hex; readonly logs: readonly RawLog[] } | null;
  /** The transaction's input; null when it was not asked for. */
  readonly calldata: string | null;
}

/** Asks one endpoint for everything about a payment, all at once; rejects when it does not answer in `timeout` ms. */
export async function readPaymentFacts(payment: Payment, endpoint: string, timeout: number): Promise<PaymentFacts> {
  const { request } = createPublicClient({ transport: http(endpoint, { timeout, retryCount: 0 }) });
  const blockNumber: Hex = `0x${BigInt(payment.blockNumber).toString(16)}`;
  const hash = payment.txHash as Hex;
  const [block, receipt, transaction] = await Promise.all([
    request({ method: 'eth_getBlockByNumber', params: [blockNumber, false] }),
    request({ method: 'eth_getTransactionReceipt', params: [hash] }),
    payment.rule === 'tag' ? request({ method: 'eth_getTransactionByHash', params: [hash] }) : null,
  ]);
  return {
    block: block as PaymentFacts['block'],
    receipt: receipt as PaymentFacts['receipt'],
    calldata: transaction?.input ?? null,
  };
}
