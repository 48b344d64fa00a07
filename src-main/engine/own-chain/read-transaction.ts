import type { Hex, PublicClient } from 'viem';
import { lastingIds } from '../../../shared/payment/lasting-id.ts';
import { transferKey, type TransferLog } from '../../../shared/payment/transfer.ts';
import type { TransferPlace } from '../database/documents.ts';
import { decodeTransfer, type RawLog } from './decode-transfer.ts';

/** A transaction's token transfers, in the block that it is in now; or why there are none. */
export type TransactionTransfers =
  | { readonly kind: 'unknown' | 'failed' }
  | { readonly kind: 'there'; readonly transfers: readonly TransferPlace[] };

interface Receipt {
  readonly status: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: Hex;
  readonly logs: readonly RawLog[];
}

/** Reads a transaction's transfers from one endpoint; rejects where that does not answer. */
export async function readTransaction(
  { request }: PublicClient,
  chainId: number,
  txHash: Hex,
): Promise<TransactionTransfers> {
  const receipt = (await request({ method: 'eth_getTransactionReceipt', params: [txHash] })) as Receipt | null;
  if (!receipt) return { kind: 'unknown' };
  if (receipt.status !== '0x1') return { kind: 'failed' };
  const block = await request({ method: 'eth_getBlockByHash', params: [receipt.blockHash, false] });
  if (!block) return { kind: 'unknown' };
  const { blockHash } = receipt;
  const place = {
    chainId,
    blockHash,
    blockNumber: BigInt(receipt.blockNumber),
    blockTime: Number(block.timestamp),
    txHash,
  };
  const logs = receipt.logs.flatMap((log): TransferLog[] => {
    const transfer = decodeTransfer(log);
    return transfer ? [{ ...place, ...transfer }] : [];
  });
  const ids = lastingIds(logs);
  return { kind: 'there', transfers: logs.map((log) => toPlace(log, ids.get(log) ?? '')) };
}

function toPlace(log: TransferLog, lastingId: string): TransferPlace {
  const { blockNumber, units, ...rest } = log;
  return { ...rest, lastingId, key: transferKey(log), blockNumber: blockNumber.toString(), units: units.toString() };
}
