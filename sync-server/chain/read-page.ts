import { transferTopic, type TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import { mayHoldLog } from './bloom.ts';
import type { BlockEvent, BlockRef } from './chain-event.ts';
import type { Header } from './chain-reader.ts';
import { readBlockTransfers } from './read-block-transfers.ts';
import type { RpcProblem } from './rpc-problem.ts';
import { blame, toBlockEvent, type WatchState } from './watch-state.ts';

/** A page of old blocks: those with transfers and the last; or the header that does not follow from what was told. */
export type Page =
  | { readonly kind: 'blocks'; readonly blocks: readonly BlockEvent[] }
  | { readonly kind: 'unlinked'; readonly header: Header }
  | { readonly kind: 'problem'; readonly problem: RpcProblem };

/** Logs in one answer beyond which the page stops growing. */
const comfortableLogs = 2_000;
const headersAtOnce = 4;

/**
 * Reads the blocks after `tip` up to `last`, as many as one log request of the present page size covers.
 *
 * The page's first header must name `tip` as its parent, its last must be the same after the logs were read as before,
 * and every block with a transfer must have the hash that its logs carry; else nothing of the page is told. The page
 * size halves when an endpoint fails over it and doubles while answers stay small.
 */
export async function readPage(state: WatchState, tip: BlockRef, last: bigint): Promise<Page> {
  const fromBlock = tip.number + 1n;
  const wanted = tip.number + BigInt(state.pageBlocks);
  const toBlock = wanted < last ? wanted : last;
  const first = await readHeader(state, fromBlock);
  if (isProblem(first)) return { kind: 'problem', problem: first };
  if (first.parentHash !== tip.hash) return { kind: 'unlinked', header: first };
  const end = toBlock === fromBlock ? first : await readHeader(state, toBlock, first.endpoint);
  if (isProblem(end)) return { kind: 'problem', problem: end };

  const logs = await readLogs(state, first, end);
  if (isProblem(logs)) return { kind: 'problem', problem: logs };
  const doubt = await findDoubt(state, [first, end], logs);
  if (doubt) return { kind: 'problem', problem: doubt };
  const headers = await readHeadersOfHits(state, [first, end], logs.filter(state.keep));
  if (isProblem(headers)) return { kind: 'problem', problem: headers };
  const endAgain = await readHeader(state, toBlock, first.endpoint);
  if (isProblem(endAgain)) return { kind: 'problem', problem: endAgain };
  if (endAgain.hash !== end.hash) {
    const what = `changed block ${toBlock} while its logs were read.`;
    return { kind: 'problem', problem: blame(state, endAgain.endpoint, 'rpc.bad-answer', what) };
  }
  return { kind: 'blocks', blocks: toEvents(state, headers, end, logs) };
}

async function readLogs(state: WatchState, first: Header, end: Header): Promise<TimelessTransfer[] | RpcProblem> {
  if (first.number === end.number) {
    const logs = await readBlockTransfers(state, first);
    if (!logs.ok) return logs.problem;
    state.pageBlocks = Math.min(2, state.maxPageBlocks);
    return logs.value;
  }
  const scope = { fromBlock: first.number, toBlock: end.number };
  const logs = await state.reader.transfers(scope, { prefer: end.endpoint });
  if (!logs.ok) {
    // Whatever the failure says, half of the question is easier: a timeout often has no words.
    state.pageBlocks = Math.max(Math.floor(Number(end.number - first.number + 1n) / 2), 1);
    return logs.problem;
  }
  const missed = logs.value.length === 0 ? await askAgainForLogs(state, scope, end) : undefined;
  if (missed) return missed;
  if (logs.value.length < comfortableLogs) state.pageBlocks = Math.min(state.pageBlocks * 2, state.maxPageBlocks);
  return logs.value;
}

/**
 * A page without any transfer of a stablecoin is rare on a real chain and common behind a node that lags: another
 * endpoint is asked for a second opinion, or the same again where it is the only one.
 */
async function askAgainForLogs(
  state: WatchState,
  scope: { readonly fromBlock: bigint; readonly toBlock: bigint },
  end: Header,
): Promise<RpcProblem | undefined> {
  let second = await state.reader.transfers(scope, { avoid: end.endpoint });
  if (!second.ok && second.problem.code === 'rpc.none-available') second = await state.reader.transfers(scope);
  if (!second.ok) return second.problem;
  if (second.value.length === 0) return undefined;
  const what = `left all logs of the blocks ${scope.fromBlock} to ${scope.toBlock} out.`;
  return blame(state, end.endpoint, 'rpc.bad-answer', what);
}

/** A page without logs at its ends, where a bloom filter says there may be some, is held against the block itself. */
async function findDoubt(
  state: WatchState,
  ends: readonly Header[],
  logs: readonly TimelessTransfer[],
): Promise<RpcProblem | undefined> {
  for (const header of ends) {
    if (logs.some(({ blockNumber }) => blockNumber === header.number)) continue;
    if (!mayHoldLog(header.logsBloom, state.tokens, transferTopic)) continue;
    const transfers = await readBlockTransfers(state, header);
    if (!transfers.ok) return transfers.problem;
    if (transfers.value.length > 0) {
      return blame(state, header.endpoint, 'rpc.bad-answer', `left logs of block ${header.number} out of a range.`);
    }
  }
  return undefined;
}

/** The headers of the blocks that hold `hits`, checked against the hashes in the logs. */
async function readHeadersOfHits(
  state: WatchState,
  known: readonly Header[],
  hits: readonly TimelessTransfer[],
): Promise<Map<bigint, Header> | RpcProblem> {
  const headers = new Map(known.map((header) => [header.number, header]));
  const missing = [...new Set(hits.map(({ blockNumber }) => blockNumber))].filter((number) => !headers.has(number));
  for (let index = 0; index < missing.length; index += headersAtOnce) {
    const some = missing.slice(index, index + headersAtOnce);
    const read = await Promise.all(some.map((number) => readHeader(state, number, known[0]?.endpoint)));
    for (const header of read) {
      if (isProblem(header)) return header;
      headers.set(header.number, header);
    }
  }
  for (const hit of hits) {
    const header = headers.get(hit.blockNumber);
    if (header !== undefined && header.hash !== hit.blockHash) {
      return blame(state, header.endpoint, 'rpc.bad-answer', `gave logs of another block ${hit.blockNumber}.`);
    }
  }
  return headers;
}

function toEvents(
  state: WatchState,
  headers: ReadonlyMap<bigint, Header>,
  end: Header,
  logs: readonly TimelessTransfer[],
): BlockEvent[] {
  const byBlock = Map.groupBy(logs.filter(state.keep), ({ blockNumber }) => blockNumber);
  if (!byBlock.has(end.number)) byBlock.set(end.number, []);
  return [...byBlock].flatMap(([number, transfers]) => {
    const header = headers.get(number);
    if (header === undefined) return [];
    const event = toBlockEvent(state, header, transfers);
    return [number === end.number ? event : { ...event, more: true as const }];
  });
}

async function readHeader(state: WatchState, number: bigint, prefer?: string): Promise<Header | RpcProblem> {
  const answer = await state.reader.header(number, prefer === undefined ? {} : { prefer });
  if (!answer.ok) return answer.problem;
  if (answer.value?.number === number) return answer.value;
  const message = `An endpoint does not have block ${number}, which lies below the head that it told.`;
  return { code: 'rpc.unknown-block', retryable: true, message };
}

function isProblem(value: object): value is RpcProblem {
  return 'retryable' in value;
}
