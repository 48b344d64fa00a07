import { z } from 'zod';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { EndpointPool } from '../chain/endpoint-pool.ts';
import { createChainReader, transferTopic, type TimelessTransfer } from '../chain/chain-reader.ts';

/** Blocks before the head that are looked through for payments made before their link was published. */
export const scanDepth = 1_000n;

const hex = z
  .string()
  .regex(/^0x[0-9a-f]*$/i)
  .transform((text) => text.toLowerCase() as `0x${string}`);
const logsSchema = z.array(
  z.object({
    address: hex,
    topics: z.array(hex).length(3),
    data: hex,
    blockNumber: hex.transform(BigInt),
    blockHash: hex,
    transactionHash: hex,
    logIndex: hex.transform(Number),
  }),
);

/**
 * Reads the recent transfers of `tokens` to `addresses`: the last {@link scanDepth} blocks, in as few requests as the
 * endpoints allow. It finds what was paid while a link was on its way to the relay. Blocks that changed meanwhile are
 * left out: the watcher tells them.
 */
export async function scanRecentTransfers(
  pool: EndpointPool,
  tokens: readonly `0x${string}`[],
  addresses: readonly `0x${string}`[],
  signal: AbortSignal,
): Promise<Result<TransferLog[]>> {
  const reader = createChainReader(pool, tokens, signal);
  const head = await reader.header('latest');
  if (!head.ok) return head;
  if (head.value === null) return fail('rpc.bad-answer', 'An endpoint has no head.', { retryable: true });
  const first = head.value.number > scanDepth ? head.value.number - scanDepth : 0n;
  const logs = await readRange(pool, tokens, addresses, { first, last: head.value.number, signal });
  if (!logs.ok) return logs;
  const transfers: TransferLog[] = [];
  const times = new Map<bigint, { hash: string; timestamp: number }>();
  for (const log of logs.value) {
    const known = times.get(log.blockNumber);
    const header = known ? ok(known) : await reader.header(log.blockNumber);
    if (!header.ok) return header;
    if (header.value === null || header.value.hash !== log.blockHash) continue;
    times.set(log.blockNumber, header.value);
    transfers.push({ ...log, blockTime: header.value.timestamp });
  }
  return ok(transfers);
}

/** Reads a range of blocks, in halves where an endpoint finds it too large. */
async function readRange(
  pool: EndpointPool,
  tokens: readonly `0x${string}`[],
  addresses: readonly `0x${string}`[],
  range: { first: bigint; last: bigint; signal: AbortSignal },
): Promise<Result<TimelessTransfer[]>> {
  const { first, last, signal } = range;
  const filter = {
    fromBlock: `0x${first.toString(16)}`,
    toBlock: `0x${last.toString(16)}`,
    address: tokens,
    topics: [transferTopic, null, addresses.map((address) => `0x${address.slice(2).padStart(64, '0')}`)],
  };
  const answer = await pool.request('eth_getLogs', [filter], { signal });
  if (answer.ok) {
    const parsed = logsSchema.safeParse(answer.value.value);
    if (parsed.success) return ok(parsed.data.map((log) => toTransfer(pool.chainId, log)));
    return fail('rpc.bad-answer', `${answer.value.endpoint} answered eth_getLogs with something else.`, {
      retryable: true,
    });
  }
  if (answer.problem.code !== 'rpc.range-too-large' || first === last) return answer;
  const middle = (first + last) / 2n;
  const left = await readRange(pool, tokens, addresses, { first, last: middle, signal });
  if (!left.ok) return left;
  const right = await readRange(pool, tokens, addresses, { first: middle + 1n, last, signal });
  return right.ok ? ok([...left.value, ...right.value]) : right;
}

function toTransfer(chainId: number, log: z.infer<typeof logsSchema>[number]): TimelessTransfer {
  return {
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    txHash: log.transactionHash,
    logIndex: log.logIndex,
    token: log.address,
    from: `0x${(log.topics[1] ?? '').slice(-40)}`,
    to: `0x${(log.topics[2] ?? '').slice(-40)}`,
    units: BigInt(log.data),
  };
}
