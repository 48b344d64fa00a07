import { createPublicClient, http, type Hex } from 'viem';
import { z } from 'zod';
import type { Payment } from '../../../shared/payment/payment.ts';
import { rpcBlockSchema, rpcData, rpcReceiptSchema } from '../../../shared/payment/rpc-answers.ts';
import { askEndpoint } from '../own-chain/ask-endpoint.ts';

const blockSchema = rpcBlockSchema.pick({ hash: true, transactions: true }).nullable();
const receiptSchema = rpcReceiptSchema.nullable();
const transactionSchema = z.object({ input: rpcData }).nullable();

/** What an endpoint knows of a payment's place. */
export interface PaymentFacts {
  /** The block that this endpoint has at the payment's height. */
  readonly block: z.infer<typeof blockSchema>;
  readonly receipt: z.infer<typeof receiptSchema>;
  /** The transaction's input; null when it was not asked for. */
  readonly calldata: string | null;
}

/**
 * Asks one endpoint for everything about a payment, all at once; rejects when it does not answer in `timeout` ms,
 * or not what was asked.
 */
export async function readPaymentFacts(payment: Payment, endpoint: string, timeout: number): Promise<PaymentFacts> {
  const client = createPublicClient({ transport: http(endpoint, { timeout, retryCount: 0 }) });
  const blockNumber: Hex = `0x${BigInt(payment.blockNumber).toString(16)}`;
  const hash = payment.txHash as Hex;
  const [block, receipt, transaction] = await Promise.all([
    askEndpoint(client, { method: 'eth_getBlockByNumber', params: [blockNumber, false] }, blockSchema),
    askEndpoint(client, { method: 'eth_getTransactionReceipt', params: [hash] }, receiptSchema),
    payment.rule === 'tag'
      ? askEndpoint(client, { method: 'eth_getTransactionByHash', params: [hash] }, transactionSchema)
      : null,
  ]);
  return { block, receipt, calldata: transaction?.input ?? null };
}
