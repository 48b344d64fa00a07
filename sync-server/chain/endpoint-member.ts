import type { Result } from '../../shared/result.ts';
import type { ChainClock } from './chain-clock.ts';
import type { EndpointPoolOptions, EndpointStatus, RequestChoice } from './endpoint-pool.ts';
import { createRpcEndpoint, type RpcEndpoint } from './rpc-endpoint.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** One endpoint of a pool, and what the pool has learnt of it. */
export interface Member {
  readonly endpoint: RpcEndpoint;
  chainChecked: boolean;
  keepsHistory: boolean;
  failuresInARow: number;
  restUntil: number;
  problem: RpcProblem | null;
  /** The trouble last told and when: an endpoint that comes and goes does not fill the log. */
  told: { readonly code: string; readonly at: number } | null;
}

/** Asks one endpoint, after making sure once that it serves this chain. */
export async function ask(
  chainId: number,
  member: Member,
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
) {
  const { endpoint } = member;
  if (!member.chainChecked) {
    const answer = await endpoint.request('eth_chainId', [], signal);
    if (!answer.ok) return answer;
    if (Number(answer.value) !== chainId) return wrongChain(endpoint.label, answer.value, chainId);
    member.chainChecked = true;
  }
  return endpoint.request(method, params, signal);
}

/** Makes the members of a pool; those of one origin are told apart by a number. */
export function createMembers(
  { endpoints, timeoutMilliseconds = 10_000 }: EndpointPoolOptions,
  clock: ChainClock,
): Member[] {
  if (endpoints.length === 0) throw new Error('A chain needs at least one RPC endpoint.');
  const origins = endpoints.map(({ url }) => new URL(url).origin);
  return endpoints.map((address, index) => {
    const origin = origins[index] ?? '';
    const label = origins.indexOf(origin) === origins.lastIndexOf(origin) ? origin : `${origin} #${index + 1}`;
    return {
      endpoint: createRpcEndpoint(address, label, clock, timeoutMilliseconds),
      chainChecked: false,
      keepsHistory: true,
      failuresInARow: 0,
      restUntil: 0,
      problem: null,
      told: null,
    };
  });
}

/**
 * The one preferred, then the one in use, then by fewest failures and shortest latency; the given order breaks ties.
 */
export function inOrder(
  members: readonly Member[],
  current: Member | undefined,
  { prefer, avoid, only }: RequestChoice,
): Member[] {
  const rank = (member: Member): number => {
    if (member.endpoint.label === prefer) return -2;
    return member === current ? -1 : member.failuresInARow;
  };
  return members
    .filter(({ endpoint }) => endpoint.label !== avoid && (only === undefined || endpoint.label === only))
    .toSorted((a, b) => rank(a) - rank(b) || (a.endpoint.latency() ?? 0) - (b.endpoint.latency() ?? 0));
}

function wrongChain(label: string, answered: unknown, expected: number): Result<never, RpcProblem> {
  const message = `${label} serves chain ${String(Number(answered))}, not ${expected}. Correct the endpoint's address.`;
  return { ok: false, problem: { code: 'rpc.wrong-chain', retryable: false, message } };
}

/** What is known of a member. */
export function statusOf(member: Member, clock: ChainClock): EndpointStatus {
  return {
    endpoint: member.endpoint.label,
    healthy: member.problem === null && member.restUntil <= clock.now(),
    problem: member.problem,
    failuresInARow: member.failuresInARow,
    restUntil: member.restUntil,
    latencyMilliseconds: member.endpoint.latency() ?? null,
    calls: member.endpoint.calls(),
    keepsHistory: member.keepsHistory,
  };
}
