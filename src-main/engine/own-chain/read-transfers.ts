import { pad, type Hex, type PublicClient } from 'viem';
import type { TransferLog } from '../../../shared/payment/transfer.ts';
import { decodeTransfer, transferTopic, type RawLog } from './decode-transfer.ts';

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

interface PlacedLog extends RawLog {
  readonly blockHash: Hex;
  readonly blockNumber: Hex;
  readonly transactionHash: Hex;
  readonly removed?: boolean;
}

/** Reads transfers from one endpoint; rejects where it does not answer, or finds the range too large. */
export async function readTransfers(client: PublicClient, query: TransferQuery): Promise<TransferLog[]> {
  const logs: PlacedLog[] = [];
  for (let at = 0; at < query.addresses.length; at += addressesAtOnce)
    logs.push(...(await readLogs(client, query, query.addresses.slice(at, at + addressesAtOnce))));
  const times = new Map<Hex, number>();
  const transfers: TransferLog[] = [];
  for (const log of logs) {
    const transfer = log.removed === true ? null : decodeTransfer(log);
    if (!transfer) continue;
    const blockTime = times.get(log.blockHash) ?? (await readTime(client, log.blockHash));
    times.set(log.blockHash, blockTime);
    const { blockHash, transactionHash: txHash } = log;
    transfers.push({
      ...transfer,
      chainId: query.chainId,
      blockHash,
      blockNumber: BigInt(log.blockNumber),
      blockTime,
      txHash,
    });
  }
  return transfers;
}

async function readLogs(
  { request }: PublicClient,
  { from, to, tokens }: TransferQuery,
  addresses: readonly string[],
): Promise<PlacedLog[]> {
  const logs = await request({
    method: 'eth_getLogs',
    params: [
      {
        fromBlock: `0x${from.toString(16)}`,
        toBlock: `0x${to.toString(16)}`,
        address: tokens as Hex[],
        topics: [transferTopic, null, addresses.map((address) => pad(address as Hex))],
      },
    ],
  });
  return logs as unknown as PlacedLog[];
}

async function readTime({ request }: PublicClient, blockHash: Hex): Promise<number> {
  const block = await request({ method: 'eth_getBlockByHash', params: [blockHash, false] });
  if (!block) throw new Error(`the endpoint does not have block ${blockHash} any more`);
  return Number(block.timestamp);
}
