import type { Hex, PublicClient } from 'viem';
import { decodeTransfer } from '../../../shared/payment/decode-transfer.ts';
import { lastingIds } from '../../../shared/payment/lasting-id.ts';
import { rpcBlockSchema, rpcReceiptSchema } from '../../../shared/payment/rpc-answers.ts';
import { transferKey, type TransferLog } from '../../../shared/payment/transfer.ts';
import type { TransferPlace } from '../database/documents.ts';
import { askEndpoint } from './ask-endpoint.ts';

/** A transaction's token transfers, in the block that it is in now; or why there are none. */
export type TransactionTransfers =
  | { readonly kind: 'unknown' | 'failed' }
  | { readonly kind: 'there'; readonly transfers: readonly TransferPlace[] };

const receiptSchema = rpcReceiptSchema.nullable();
const timeSchema = rpcBlockSchema.pick({ timestamp: true }).nullable();

/** Reads a transaction's transfers from one endpoint; rejects where that does not answer, or not what was asked. */
export async function readTransaction(
  client: PublicClient,
  chainId: number,
  txHash: Hex,
): Promise<TransactionTransfers> {
  const receipt = await askEndpoint(client, { method: 'eth_getTransactionReceipt', params: [txHash] }, receiptSchema);
  if (!receipt) return { kind: 'unknown' };
  if (receipt.status !== 1) return { kind: 'failed' };
  const block = await askEndpoint(
    client,
    { method: 'eth_getBlockByHash', params: [receipt.blockHash, false] },
    timeSchema,
  );
  if (!block) return { kind: 'unknown' };
  const { blockHash, blockNumber } = receipt;
  const logs = receipt.logs.flatMap((log): TransferLog[] => {
    const transfer = decodeTransfer(chainId, log);
    return transfer ? [{ ...transfer, blockHash, blockNumber, blockTime: block.timestamp, txHash }] : [];
  });
  const ids = lastingIds(logs);
  return { kind: 'there', transfers: logs.map((log) => toPlace(log, ids.get(log) ?? '')) };
}

function toPlace(log: TransferLog, lastingId: string): TransferPlace {
  const { blockNumber, units, ...rest } = log;
  return { ...rest, lastingId, key: transferKey(log), blockNumber: blockNumber.toString(), units: units.toString() };
}
