import type { Hex } from 'viem';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ChainReader, Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** Blocks of the past, both ends included. */
export interface PastRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Problems of an endpoint that cannot be asked whether there is really nothing. */
const canNotTell: ReadonlySet<string> = new Set([
  'rpc.none-available',
  'rpc.behind',
  'rpc.unknown-block',
  'rpc.pruned',
] satisfies RpcProblem['code'][]);

/** What was found, and the endpoints that said so. */
export interface PastTransfers {
  readonly transfers: readonly TransferLog[];
  readonly endpoints: readonly string[];
}

/**
 * Reads the transfers to some addresses in old blocks: one page, all of it from one endpoint, which must have the last
 * block, and every block with a hit by the hash that its logs carry. Where a second endpoint has as much of the chain,
 * "nothing" is believed of two only: a node that no longer keeps old logs may answer with none.
 *
 * @returns `rpc.range-too-large` where fewer blocks must be asked for, `rpc.pruned` where no endpoint keeps them.
 */
export async function readPastTransfers(
  reader: ChainReader,
  addresses: readonly Hex[],
  range: PastRange,
): Promise<Result<PastTransfers, RpcProblem>> {
  const problems: RpcProblem[] = [];
  let emptyBy: string | undefined;
  for (const endpoint of reader.pool.endpoints) {
    const page = await readPage(reader, addresses, range, endpoint);
    if (!page.ok) {
      problems.push(page.problem);
      if (page.problem.code === 'rpc.range-too-large') break;
    } else if (page.value.length > 0) return ok({ transfers: page.value, endpoints: [endpoint] });
    else if (emptyBy !== undefined) return ok({ transfers: [], endpoints: [emptyBy, endpoint] });
    else emptyBy = endpoint;
  }
  const said = emptyBy === undefined ? problems : problems.filter(({ code }) => !canNotTell.has(code));
  if (said.length === 0) return ok({ transfers: [], endpoints: emptyBy === undefined ? [] : [emptyBy] });
  // One that may answer later or with less counts before one that never will.
  const problem =
    said.find(({ code }) => code === 'rpc.range-too-large') ?? said.find(({ code }) => code !== 'rpc.pruned');
  return { ok: false, problem: problem ?? said[0]! };
}

async function readPage(
  reader: ChainReader,
  recipients: readonly Hex[],
  { first, last }: PastRange,
  endpoint: string,
): Promise<Result<TransferLog[], RpcProblem>> {
  const end = await headerOf(reader, last, endpoint);
  if (!end.ok) return end;
  const logs = await reader.transfers({ fromBlock: first, toBlock: last, recipients }, { only: endpoint });
  if (!logs.ok) return logs;
  const headers = new Map([[last, end.value]]);
  const transfers: TransferLog[] = [];
  for (const log of logs.value) {
    const known = headers.get(log.blockNumber);
    const header = known ? ok(known) : await headerOf(reader, log.blockNumber, endpoint);
    if (!header.ok) return header;
    if (header.value.hash !== log.blockHash) {
      const message = `${endpoint} shows another block ${log.blockNumber} than the logs that were read.`;
      const problem: RpcProblem = { code: 'rpc.bad-answer', retryable: true, message };
      reader.pool.demote(endpoint, problem);
      return { ok: false, problem };
    }
    headers.set(log.blockNumber, header.value);
    transfers.push({ ...log, blockTime: header.value.timestamp });
  }
  return ok(transfers);
}

async function headerOf(reader: ChainReader, number: bigint, endpoint: string): Promise<Result<Header, RpcProblem>> {
  const header = await reader.header(number, { only: endpoint });
  if (!header.ok) return header;
  if (header.value?.number === number) return ok(header.value);
  const message = `${endpoint} does not have block ${number}, which others have told.`;
  return { ok: false, problem: { code: 'rpc.behind', retryable: true, message } };
}
