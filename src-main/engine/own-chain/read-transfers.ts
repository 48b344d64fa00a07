import { pad, toHex, type Hex, type LogTopic, type PublicClient } from 'viem';
import { z } from 'zod';
import { decodeTransfer, transferTopic } from '../../../shared/payment/decode-transfer.ts';
import { rpcBlockSchema, rpcLogSchema, type RpcLog } from '../../../shared/payment/rpc-answers.ts';
import type { TransferLog } from '../../../shared/payment/transfer.ts';
import { askEndpoint } from './ask-endpoint.ts';

/** What to look for: transfers of these tokens to these addresses, in blocks from `from` to `to`, both included. */
export interface TransferQuery {
  readonly chainId: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly tokens: readonly string[];
  readonly addresses: readonly string[];
}

/** Addresses in one question: endpoints bound the length of a filter. */
const addressesAtOnce = 500;

const logsSchema = z.array(rpcLogSchema);
const timeSchema = rpcBlockSchema.pick({ timestamp: true }).nullable();

/**
 * Reads transfers from one endpoint; rejects where it does not answer, or not what was asked, or finds
 * the range too large.
 */
export async function readTransfers(client: PublicClient, query: TransferQuery): Promise<TransferLog[]> {
  const logs: RpcLog[] = [];
  for (let at = 0; at < query.addresses.length; at += addressesAtOnce)
    logs.push(...(await readLogs(client, query, query.addresses.slice(at, at + addressesAtOnce))));
  const times = new Map<Hex, number>();
  const transfers: TransferLog[] = [];
  for (const log of logs) {
    const transfer = decodeTransfer(query.chainId, log);
    if (!transfer) continue;
    const blockTime = times.get(log.blockHash) ?? (await readTime(client, log.blockHash));
    times.set(log.blockHash, blockTime);
    transfers.push({ ...transfer, blockTime });
  }
  return transfers;
}

function readLogs(
  client: PublicClient,
  { from, to, tokens }: TransferQuery,
  addresses: readonly string[],
): Promise<RpcLog[]> {
  const range = { fromBlock: toHex(from), toBlock: toHex(to) };
  const topics = [transferTopic, null, addresses.map((address) => pad(address as Hex))] satisfies LogTopic[];
  const filter = { ...range, address: tokens as Hex[], topics };
  return askEndpoint(client, { method: 'eth_getLogs', params: [filter] }, logsSchema);
}

async function readTime(client: PublicClient, blockHash: Hex): Promise<number> {
  const block = await askEndpoint(client, { method: 'eth_getBlockByHash', params: [blockHash, false] }, timeSchema);
  if (!block) throw new Error(`the endpoint does not have block ${blockHash} any more`);
  return block.timestamp;
}
