import type { Hex } from 'viem';
import { z } from 'zod';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { EndpointPool, RequestChoice } from './endpoint-pool.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** keccak256("Transfer(address,address,uint256)"), EIP-20. */
export const transferTopic: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

const hexData = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as Hex);
const hash = hexData.refine((text) => text.length === 66);
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform(BigInt);

const headerSchema = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  timestamp: quantity.transform(Number),
  logsBloom: hexData,
});

const logSchema = z.object({
  address: hexData,
  topics: z.array(hexData),
  data: hexData,
  blockNumber: quantity,
  blockHash: hash,
  transactionHash: hash,
  logIndex: quantity.transform(Number),
  removed: z.boolean().optional(),
});

const receiptsSchema = z.array(z.object({ logs: z.array(logSchema) }));

/** The parts of a block's header that the watcher lives by; `endpoint` is who gave it. */
export type Header = z.infer<typeof headerSchema> & { readonly endpoint: string };

/** A transfer before its block's time is known. */
export type TimelessTransfer = Omit<TransferLog, 'blockTime'>;

/** Which blocks to take logs from: one block by its hash, or a range of numbers, both ends included; of some recipients only. */
export type LogScope = ({ readonly blockHash: Hex } | { readonly fromBlock: bigint; readonly toBlock: bigint }) & {
  readonly recipients?: readonly Hex[];
};

/** Typed reads from a pool, each one request; answers are validated, so a node can lie but not confuse. */
export interface ChainReader {
  readonly pool: EndpointPool;
  /** A header by number or tag; null when the node does not have it. */
  header(
    block: bigint | 'latest' | 'safe' | 'finalized',
    choice?: RequestChoice,
  ): Promise<Result<Header | null, RpcProblem>>;
  /** Transfer logs of the tokens, in block and log order; a log from outside the scope makes the answer a bad one. */
  transfers(scope: LogScope, choice?: RequestChoice): Promise<Result<TimelessTransfer[], RpcProblem>>;
  /** The same for one block out of its receipts; null when the node does not have the block. */
  transfersFromReceipts(blockHash: Hex, choice?: RequestChoice): Promise<Result<TimelessTransfer[] | null, RpcProblem>>;
}

/** Creates the reads for transfers of `tokens` (contract addresses). */
export function createChainReader(pool: EndpointPool, tokens: readonly Hex[], signal?: AbortSignal): ChainReader {
  const address = tokens.map((token) => token.toLowerCase() as Hex);
  const known = new Set(address);
  const choose = (choice: RequestChoice = {}): RequestChoice => (signal === undefined ? choice : { signal, ...choice });

  async function read<Output>(
    method: string,
    params: readonly unknown[],
    schema: z.ZodType<Output>,
    choice: RequestChoice | undefined,
  ): Promise<Result<{ value: Output; endpoint: string }, RpcProblem>> {
    const answer = await pool.request(method, params, choose(choice));
    if (!answer.ok) return answer;
    const { value, endpoint } = answer.value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return ok({ value: parsed.data, endpoint });
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    const message = `${endpoint} answered ${method} with something else than expected (at "${where}").`;
    const problem: RpcProblem = { code: 'rpc.bad-answer', retryable: true, message };
    pool.demote(endpoint, problem);
    return { ok: false, problem };
  }

  const toTransfers = (logs: readonly z.infer<typeof logSchema>[]): TimelessTransfer[] =>
    logs
      .filter((log) => known.has(log.address) && isTransfer(log))
      .map((log) => toTransfer(pool.chainId, log))
      .sort((a, b) =>
        a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1,
      );

  return {
    pool,
    async header(block, choice) {
      const which = typeof block === 'bigint' ? toQuantity(block) : block;
      const answer = await read('eth_getBlockByNumber', [which, false], headerSchema.nullable(), choice);
      if (!answer.ok) return answer;
      const { value, endpoint } = answer.value;
      return ok(value === null ? null : { ...value, endpoint });
    },
    async transfers(scope, choice) {
      const range =
        'blockHash' in scope
          ? { blockHash: scope.blockHash }
          : { fromBlock: toQuantity(scope.fromBlock), toBlock: toQuantity(scope.toBlock) };
      const to = scope.recipients?.map((recipient) => `0x${recipient.slice(2).toLowerCase().padStart(64, '0')}`);
      const filter = { ...range, address, topics: to ? [transferTopic, null, to] : [transferTopic] };
      const inScope = z.array(logSchema.refine((log) => isInScope(log, scope), { error: 'outside the scope' }));
      const answer = await read('eth_getLogs', [filter], inScope, choice);
      return answer.ok ? ok(toTransfers(answer.value.value)) : answer;
    },
    async transfersFromReceipts(blockHash, choice) {
      const answer = await read('eth_getBlockReceipts', [blockHash], receiptsSchema.nullable(), choice);
      if (!answer.ok) return answer;
      const { value } = answer.value;
      return ok(value === null ? null : toTransfers(value.flatMap(({ logs }) => logs)));
    },
  };
}

function toQuantity(number: bigint): Hex {
  return `0x${number.toString(16)}`;
}

function isInScope(log: z.infer<typeof logSchema>, scope: LogScope): boolean {
  if ('blockHash' in scope) return log.blockHash === scope.blockHash;
  return log.blockNumber >= scope.fromBlock && log.blockNumber <= scope.toBlock;
}

/** Three topics and one word of data; ERC-721 has the same signature with four topics. */
function isTransfer(log: z.infer<typeof logSchema>): boolean {
  return !log.removed && log.topics.length === 3 && log.topics[0] === transferTopic && log.data.length === 66;
}

function toTransfer(chainId: number, log: z.infer<typeof logSchema>): TimelessTransfer {
  return {
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    txHash: log.transactionHash,
    logIndex: log.logIndex,
    token: log.address,
    from: addressIn(log.topics[1]),
    to: addressIn(log.topics[2]),
    units: BigInt(log.data),
  };
}

/** An indexed address is the last 20 bytes of its topic. */
function addressIn(topic: Hex | undefined): Hex {
  return `0x${(topic ?? '').slice(-40)}`;
}
