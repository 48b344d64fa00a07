import type { Hex } from 'viem';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { EndpointPool } from './endpoint-pool.ts';
import type { RpcProblem } from './rpc-problem.ts';

const transactionSchema = z
  .object({ input: z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)) })
  .nullable();

/**
 * Fetches a transaction's call data, at whose end an invoice's tag may stand; null when no endpoint knows the
 * transaction. One request: call it for transfers to watched addresses only.
 */
export async function fetchCalldata(
  pool: EndpointPool,
  txHash: Hex,
  signal?: AbortSignal,
): Promise<Result<Hex | null, RpcProblem>> {
  const answer = await pool.request('eth_getTransactionByHash', [txHash], signal === undefined ? {} : { signal });
  if (!answer.ok) return answer;
  const parsed = transactionSchema.safeParse(answer.value.value);
  if (parsed.success) return ok(parsed.data === null ? null : parsed.data.input);
  const message = `${answer.value.endpoint} answered eth_getTransactionByHash with something else than a transaction.`;
  return fail('rpc.bad-answer', message, { retryable: true });
}
