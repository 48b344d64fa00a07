import type { Hex } from 'viem';
import type { TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ChainReader, Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** Blocks of the past, both ends included. */
export interface PastRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** What was found, and the endpoints whose chains it is from. */
export interface PastTransfers {
  readonly transfers: readonly TransferLog[];
  readonly endpoints: ReadonlySet<string>;
}

/**
 * Reads the transfers to some addresses in old blocks: one page, of which the endpoint must have the last block and
 * every block with a hit must have the hash that its logs carry. Where a second endpoint can be asked, "nothing" is
 * believed of two only: a node that no longer keeps old logs may answer with none.
 */
export async function readPastTransfers(
  reader: ChainReader,
  addresses: readonly Hex[],
  range: PastRange,
): Promise<Result<PastTransfers, RpcProblem>> {
  const end = await headerOf(reader, range.last);
  if (!end.ok) return end;
  const scope = { fromBlock: range.first, toBlock: range.last, recipients: addresses };
  let logs = await reader.transfers(scope, { prefer: end.value.endpoint });
  if (!logs.ok) return logs;
  if (logs.value.length === 0) {
    const second = await reader.transfers(scope, { avoid: end.value.endpoint });
    if (second.ok) logs = second;
    else if (second.problem.code !== 'rpc.none-available') return second;
  }
  return withTimes(reader, logs.value, end.value);
}

async function withTimes(
  reader: ChainReader,
  logs: readonly TimelessTransfer[],
  end: Header,
): Promise<Result<PastTransfers, RpcProblem>> {
  const headers = new Map([[end.number, end]]);
  const transfers: TransferLog[] = [];
  for (const log of logs) {
    const known = headers.get(log.blockNumber);
    const header = known ? ok(known) : await headerOf(reader, log.blockNumber, end.endpoint);
    if (!header.ok) return header;
    if (header.value.hash !== log.blockHash) {
      const message = `${header.value.endpoint} shows another block ${log.blockNumber} than the logs that were read.`;
      const problem: RpcProblem = { code: 'rpc.bad-answer', retryable: true, message };
      reader.pool.demote(header.value.endpoint, problem);
      return { ok: false, problem };
    }
    headers.set(log.blockNumber, header.value);
    transfers.push({ ...log, blockTime: header.value.timestamp });
  }
  return ok({ transfers, endpoints: new Set([...headers.values()].map(({ endpoint }) => endpoint)) });
}

async function headerOf(reader: ChainReader, number: bigint, prefer?: string): Promise<Result<Header, RpcProblem>> {
  const header = await reader.header(number, prefer === undefined ? {} : { prefer });
  if (!header.ok) return header;
  if (header.value?.number === number) return ok(header.value);
  const message = `An endpoint does not have block ${number}, which others have told.`;
  return { ok: false, problem: { code: 'rpc.behind', retryable: true, message } };
}
