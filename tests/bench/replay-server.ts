import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { encodeFunctionResult, erc20Abi } from 'viem';
import { tokensOn } from '../../shared/money/token.ts';
import {
  blockJson,
  blockOfHash,
  logsJson,
  replayChainId,
  replayTransfer,
  transactionJson,
  transferOfHash,
} from './replay-chain.ts';

/** A replayed chain: blocks `1` to `blocks` hold transfers, those after them are empty. */
export interface Replay {
  readonly blocks: number;
  readonly transfersPerBlock: number;
  /** The highest block now. */
  readonly head: () => number;
  /** Unix seconds of a block, where they are not the chain's own. */
  readonly timeOf?: (block: number) => number;
  /** The logs of some blocks as JSON, separated by commas. */
  readonly logs: (from: number, to: number) => Buffer;
}

/** A node that answers JSON-RPC from a replayed chain, on loopback. */
export interface ReplayServer {
  readonly url: string;
  /** Requests by method since the last `reset`, and the instant of the first for logs. */
  stats(): { readonly calls: Readonly<Record<string, number>>; readonly firstAt: number };
  reset(): void;
  close(): Promise<void>;
}

/** As real nodes have it: more logs than this in one answer are refused. */
const mostLogs = 10_000;

/** Starts the node on any free port. */
export async function startReplayServer(replay: Replay): Promise<ReplayServer> {
  let calls: Record<string, number> = {};
  let firstAt = 0;
  const reset = (): void => {
    calls = {};
    firstAt = 0;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.method !== 'POST') {
        if (request.url === '/reset') reset();
        response.end(JSON.stringify({ calls, firstAt }));
        return;
      }
      const body = JSON.parse(Buffer.concat(chunks).toString()) as RpcRequest | RpcRequest[];
      const asked = Array.isArray(body) ? body : [body];
      const answers = asked.map((one) => {
        if (one.method === 'eth_getLogs') firstAt ||= Date.now();
        calls[one.method] = (calls[one.method] ?? 0) + 1;
        return answerTo(replay, one);
      });
      response.end(Array.isArray(body) ? listOf(answers) : answers[0]);
    });
  });
  server.keepAliveTimeout = 60_000;
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, stats: () => ({ calls, firstAt }), reset, close };
}

interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly never[];
}

function answerTo(replay: Replay, { id, method, params = [] }: RpcRequest): Buffer {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},`;
  try {
    const result = methods[method]?.(replay, ...params);
    if (result === undefined) return Buffer.from(`${head}"error":{"code":-32601,"message":"method not found"}}`);
    return Buffer.concat([Buffer.from(`${head}"result":`), Buffer.from(result), Buffer.from('}')]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return Buffer.from(`${head}"error":${JSON.stringify({ code: -32005, message })}}`);
  }
}

type Method = (replay: Replay, ...params: never[]) => string | Buffer;

const methods: Readonly<Record<string, Method>> = {
  eth_chainId: () => `"0x${replayChainId.toString(16)}"`,
  eth_blockNumber: ({ head }) => `"0x${head().toString(16)}"`,
  eth_getBlockByNumber: (replay, which: string, whole: boolean) => blockAt(replay, numberOf(replay, which), whole),
  eth_getBlockByHash: (replay, hash: string, whole: boolean) => blockAt(replay, blockOfHash(hash), whole),
  eth_getTransactionByHash: ({ transfersPerBlock }, hash: string) => {
    const n = transferOfHash(hash);
    return transactionJson(n, Math.floor(n / transfersPerBlock) + 1, n % transfersPerBlock);
  },
  eth_getLogs: (replay, filter: LogFilter) => logsOf(replay, filter),
  eth_call: (_, { to, data }: { to: string; data: string }) => tokenWord(to, data),
};

interface LogFilter {
  readonly blockHash?: string;
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly topics?: readonly (string | readonly string[] | null)[];
}

function numberOf({ head }: Replay, which: string): number {
  if (which.startsWith('0x')) return Number(which);
  return which === 'latest' ? head() : Math.max(head() - 64, 0);
}

function blockAt(replay: Replay, number: number, whole: boolean): string {
  if (number > replay.head()) return 'null';
  const { blocks, transfersPerBlock } = replay;
  const count = number >= 1 && number <= blocks ? transfersPerBlock : 0;
  const timestamp = replay.timeOf?.(number);
  const first = (number - 1) * transfersPerBlock;
  return blockJson(number, { first, count, whole, ...(timestamp === undefined ? {} : { timestamp }) });
}

function logsOf(replay: Replay, { blockHash, fromBlock, toBlock, topics }: LogFilter): Buffer {
  const one = blockHash === undefined ? undefined : blockOfHash(blockHash);
  const from = Math.max(one ?? numberOf(replay, fromBlock ?? 'latest'), 1);
  const to = Math.min(one ?? numberOf(replay, toBlock ?? 'latest'), replay.blocks, replay.head());
  const recipients = topics?.[2];
  if (recipients) return Buffer.from(`[${logsTo(replay, from, to, [recipients].flat()).join(',')}]`);
  if ((to - from + 1) * replay.transfersPerBlock > mostLogs)
    throw new Error(`query returned more than ${mostLogs} results`);
  return Buffer.concat([Buffer.from('['), to < from ? Buffer.alloc(0) : replay.logs(from, to), Buffer.from(']')]);
}

function logsTo({ transfersPerBlock }: Replay, from: number, to: number, recipients: readonly string[]): string[] {
  const wanted = new Set(recipients.map((topic) => `0x${topic.slice(-40)}`));
  const found: string[] = [];
  for (let block = from; block <= to; block++) {
    const first = (block - 1) * transfersPerBlock;
    const all = Array.from({ length: transfersPerBlock }, (_, at) => replayTransfer(first + at));
    if (!all.some((transfer) => wanted.has(transfer.to))) continue;
    const logs = JSON.parse(`[${logsJson(block, first, transfersPerBlock)}]`) as object[];
    found.push(...logs.filter((_, at) => wanted.has(all[at]?.to ?? '')).map((log) => JSON.stringify(log)));
  }
  return found;
}

/** `decimals()` and `symbol()` of the registry's tokens, as their contracts answer. */
function tokenWord(to: string, data: string): string {
  const token = tokensOn(replayChainId).find(({ address }) => address.toLowerCase() === to.toLowerCase());
  if (!token) return '"0x"';
  const [symbol] = token.onChainSymbols;
  const isDecimals = data.startsWith('0x313ce567');
  return JSON.stringify(
    isDecimals
      ? encodeFunctionResult({ abi: erc20Abi, functionName: 'decimals', result: token.decimals })
      : encodeFunctionResult({ abi: erc20Abi, functionName: 'symbol', result: symbol }),
  );
}

function listOf(answers: readonly Buffer[]): string {
  return `[${answers.map(String).join(',')}]`;
}

/** The logs of a chain's blocks out of a file, which is written where it is missing. */
export function logsFromFile(file: string, blocks: number, transfersPerBlock: number): Replay['logs'] {
  if (!existsSync(file)) writeLogs(file, blocks, transfersPerBlock);
  const bytes = readFileSync(`${file}.offsets`);
  const offsets = new Float64Array(bytes.buffer, bytes.byteOffset, blocks + 1);
  const handle = openSync(file, 'r');
  return (from, to) => {
    const start = offsets[from - 1] ?? 0;
    // The comma after the last one stays behind.
    const part = Buffer.allocUnsafe((offsets[to] ?? 0) - start - 1);
    readSync(handle, part, 0, part.length, start);
    return part;
  };
}

function writeLogs(file: string, blocks: number, transfersPerBlock: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const offsets = new Float64Array(blocks + 1);
  const handle = openSync(`${file}.part`, 'w');
  for (let block = 1; block <= blocks; block++) {
    const text = `${logsJson(block, (block - 1) * transfersPerBlock, transfersPerBlock)},`;
    offsets[block] = (offsets[block - 1] ?? 0) + writeSync(handle, text);
  }
  closeSync(handle);
  writeFileSync(`${file}.offsets`, Buffer.from(offsets.buffer));
  renameSync(`${file}.part`, file);
}
