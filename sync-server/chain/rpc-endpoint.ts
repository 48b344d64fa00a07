import { HttpRequestError, RpcRequestError, TimeoutError } from 'viem';
import { getHttpRpcClient } from 'viem/utils';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ChainClock } from './chain-clock.ts';
import { classifyRpcFailure, type RpcFailure, type RpcProblem } from './rpc-problem.ts';

/** Where a JSON-RPC endpoint is. The address may hold a key: only its origin is ever shown. */
export interface EndpointAddress {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One JSON-RPC endpoint; every request through it is counted and timed. */
export interface RpcEndpoint {
  /** The origin of the address, with a number when several share one: safe to log. */
  readonly label: string;
  /** Requests sent so far. */
  readonly calls: () => number;
  /** Moving average of the time to an answer, in milliseconds; undefined before the first. */
  readonly latency: () => number | undefined;
  /**
   * Sends one request. Errors of transport and of the node come back as problems; it never throws and never retries.
   */
  request(method: string, params: readonly unknown[], signal?: AbortSignal): Promise<Result<unknown, RpcProblem>>;
}

/** Creates the client of one endpoint. `timeoutMilliseconds` bounds each request, body included. */
export function createRpcEndpoint(
  { url, headers }: EndpointAddress,
  label: string,
  clock: ChainClock,
  timeoutMilliseconds: number,
): RpcEndpoint {
  const client = getHttpRpcClient(url, {
    timeout: timeoutMilliseconds,
    maxResponseBodySize: 64 * 1024 * 1024,
    ...(headers === undefined ? {} : { fetchOptions: { headers: { ...headers } } }),
  });
  let calls = 0;
  let latency: number | undefined;
  return {
    label,
    calls: () => calls,
    latency: () => latency,
    async request(method, params, signal) {
      calls += 1;
      const begun = clock.now();
      try {
        const answer = await client.request({
          body: { method, params },
          ...(signal === undefined ? {} : { fetchOptions: { signal } }),
        });
        const took = clock.now() - begun;
        latency = latency === undefined ? took : latency * 0.8 + took * 0.2;
        if (answer === null || typeof answer !== 'object') return badAnswer(label);
        if (answer.error) {
          const { code, message } = answer.error as { code?: number; message?: string };
          return { ok: false, problem: classifyRpcFailure(label, { rpcCode: code ?? 0, message, method }) };
        }
        return 'result' in answer ? ok(answer.result as unknown) : badAnswer(label);
      } catch (error) {
        return { ok: false, problem: classifyRpcFailure(label, { ...describe(error), method }) };
      }
    },
  };
}

function badAnswer(label: string): Result<never, RpcProblem> {
  return fail('rpc.bad-answer', `${label} did not answer with JSON-RPC.`, { retryable: true });
}

/** Takes from viem's errors what is needed and not secret: their own messages hold the address with its key. */
function describe(error: unknown): RpcFailure {
  if (error instanceof TimeoutError) return { timedOut: true };
  if (error instanceof RpcRequestError) {
    return {
      rpcCode: error.code,
      message: error.details,
      status: 'status' in error && typeof error.status === 'number' ? error.status : undefined,
      retryAfter: error.headers?.get('retry-after'),
    };
  }
  if (error instanceof HttpRequestError) {
    return {
      status: error.status,
      retryAfter: error.headers?.get('retry-after'),
      message: error.status === undefined ? undefined : error.details,
    };
  }
  return {};
}
