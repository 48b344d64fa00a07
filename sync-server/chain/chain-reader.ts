import type { Hex } from 'viem';
import { z } from 'zod';
import { decodeTransfer, transferTopic, type TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import { rpcBlockSchema, rpcLogSchema, rpcReceiptSchema, type RpcLog } from '../../shared/payment/rpc-answers.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { EndpointPool, RequestChoice } from './endpoint-pool.ts';
import type { RpcProblem } from './rpc-problem.ts';

const headerSchema = rpcBlockSchema.omit({ transactions: true });
const receiptsSchema = z.array(rpcReceiptSchema.pick({ logs: true }));

/** The parts of a block's header that the watcher lives by; `endpoint` is who gave it. */
export type Header = z.infer<typeof headerSchema> & { readonly endpoint: string };

/**
 * Which blocks to take logs from: one block by its hash, or a range of numbers, both ends included; of
 * some recipients only.
 */
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

  const toTransfers = (logs: readonly RpcLog[]): TimelessTransfer[] => {
    const transfers: TimelessTransfer[] = [];
    for (const log of logs) {
      const transfer = known.has(log.address) ? decodeTransfer(pool.chainId, log) : null;
      if (transfer) transfers.push(transfer);
    }
    return transfers.sort((a, b) =>
      a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1,
    );
  };

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
      const inScope = z.array(rpcLogSchema.refine((log) => isInScope(log, scope), { error: 'outside the scope' }));
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

function isInScope(log: RpcLog, scope: LogScope): boolean {
  if ('blockHash' in scope) return log.blockHash === scope.blockHash;
  return log.blockNumber >= scope.fromBlock && log.blockNumber <= scope.toBlock;
}
