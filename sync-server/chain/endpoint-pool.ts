import type { Result } from '../../shared/result.ts';
import { systemClock, type ChainClock } from './chain-clock.ts';
import { createRpcEndpoint, type EndpointAddress, type RpcEndpoint } from './rpc-endpoint.ts';
import { isAboutTheQuestion, type RpcProblem } from './rpc-problem.ts';

/** How to build an {@link EndpointPool}. */
export interface EndpointPoolOptions {
  readonly chainId: number;
  /** In order of preference. */
  readonly endpoints: readonly EndpointAddress[];
  readonly clock?: ChainClock;
  /** A number from 0 up to 1, for the jitter of the backoff. Default `Math.random`. */
  readonly random?: () => number;
  /** Default 10,000. */
  readonly timeoutMilliseconds?: number;
  /** The longest rest of an endpoint that keeps failing. Default 60,000. */
  readonly maxBackoffMilliseconds?: number;
}

/** What is known of an endpoint; `restUntil` (milliseconds since the epoch) is when it may be asked again. */
export interface EndpointStatus {
  readonly endpoint: string;
  readonly healthy: boolean;
  readonly problem: RpcProblem | null;
  readonly failuresInARow: number;
  readonly restUntil: number;
  readonly latencyMilliseconds: number | null;
  readonly calls: number;
}

/** A problem of one endpoint, told when it begins or changes, and again once a minute while it lasts. */
export interface EndpointTrouble {
  readonly endpoint: string;
  readonly problem: RpcProblem;
}

/** An answer and who gave it. */
export interface PoolAnswer {
  readonly value: unknown;
  readonly endpoint: string;
}

/** Limits on who may answer. */
export interface RequestChoice {
  readonly signal?: AbortSignal;
  /** Ask this one if it can be asked, so that the answers fit each other. */
  readonly prefer?: string;
  /** Do not ask this one. */
  readonly avoid?: string;
}

/**
 * Several endpoints of one chain that answer as one. It stays with the endpoint that works, so that consecutive answers
 * come from one view of the chain, and turns to the next when that fails.
 */
export interface EndpointPool {
  readonly chainId: number;
  /**
   * Asks one endpoint after the other until one answers. Failures that another endpoint would not mend
   * (`rpc.range-too-large`, `rpc.unsupported`, `rpc.reverted`) come back at once; `rpc.none-available` says when to ask again.
   */
  request(method: string, params: readonly unknown[], choice?: RequestChoice): Promise<Result<PoolAnswer, RpcProblem>>;
  /** Says that an endpoint's answers do not make sense or are old: others are asked first for a while. */
  demote(endpoint: string, problem: RpcProblem): void;
  /** The troubles that began since the last call. */
  takeTroubles(): EndpointTrouble[];
  status(): EndpointStatus[];
  /** Requests sent to all endpoints so far. */
  calls(): number;
}

interface Member {
  readonly endpoint: RpcEndpoint;
  chainChecked: boolean;
  failuresInARow: number;
  restUntil: number;
  problem: RpcProblem | null;
  /** The trouble last told and when: an endpoint that comes and goes does not fill the log. */
  told: { readonly code: string; readonly at: number } | null;
}

const repeatTroubleAfter = 60_000;
const firstBackoff = 250;
const demotedRest = 5_000;
const refusedRest = 300_000;

/**
 * Creates the pool. Every endpoint is asked for its chain id before its first use: one of another chain is never used.
 * @throws Error when there is no endpoint, or an address is no URL.
 */
export function createEndpointPool(options: EndpointPoolOptions): EndpointPool {
  const { chainId, clock = systemClock, random = Math.random, maxBackoffMilliseconds = 60_000 } = options;
  const members = createMembers(options, clock);
  const troubles: EndpointTrouble[] = [];
  let current = members[0];

  function note(member: Member, problem: RpcProblem, restMilliseconds: number): void {
    if (isNews(member, problem, clock.now())) {
      troubles.push({ endpoint: member.endpoint.label, problem });
      member.told = { code: problem.code, at: clock.now() };
    }
    member.problem = problem;
    member.restUntil = clock.now() + restMilliseconds;
    if (current === member) current = undefined;
  }

  function fault(member: Member, problem: RpcProblem): void {
    member.failuresInARow += 1;
    // What comes back after an outage may be another node behind the same address.
    if (problem.code === 'rpc.unreachable') member.chainChecked = false;
    const doubled = Math.min(firstBackoff * 2 ** (member.failuresInARow - 1), maxBackoffMilliseconds);
    const jittered = doubled * (0.5 + random() / 2);
    const asked = problem.retryAfterMilliseconds ?? 0;
    note(member, problem, isHopeless(problem) ? refusedRest : Math.max(jittered, asked));
  }

  return {
    chainId,
    async request(method, params, choice = {}) {
      const candidates = inOrder(members, current, choice).filter((member) => member.restUntil <= clock.now());
      let last: RpcProblem | undefined;
      for (const member of candidates) {
        const answer = await ask(chainId, member, method, params, choice.signal);
        if (choice.signal?.aborted) break;
        if (answer.ok) {
          member.failuresInARow = 0;
          member.problem = null;
          if (choice.avoid === undefined) current = member;
          return { ok: true, value: { value: answer.value, endpoint: member.endpoint.label } };
        }
        last = answer.problem;
        if (isAboutTheQuestion(last)) return { ok: false, problem: last };
        // Not knowing a block is no illness: the block is new, or gone.
        if (last.code !== 'rpc.unknown-block') fault(member, last);
      }
      return { ok: false, problem: last?.code === 'rpc.unknown-block' ? last : noneAvailable(members, last, clock) };
    },
    demote(label, problem) {
      const member = members.find(({ endpoint }) => endpoint.label === label);
      // With nobody else to ask, a rest would only make us later.
      if (member !== undefined) note(member, problem, members.length > 1 ? demotedRest : 0);
    },
    takeTroubles: () => troubles.splice(0),
    status: () => members.map((member) => statusOf(member, clock)),
    calls: () => members.reduce((sum, { endpoint }) => sum + endpoint.calls(), 0),
  };
}

/** Asks one endpoint, after making sure once that it serves this chain. */
async function ask(chainId: number, member: Member, method: string, params: readonly unknown[], signal?: AbortSignal) {
  const { endpoint } = member;
  if (!member.chainChecked) {
    const answer = await endpoint.request('eth_chainId', [], signal);
    if (!answer.ok) return answer;
    if (Number(answer.value) !== chainId) return wrongChain(endpoint.label, answer.value, chainId);
    member.chainChecked = true;
  }
  return endpoint.request(method, params, signal);
}

function createMembers({ endpoints, timeoutMilliseconds = 10_000 }: EndpointPoolOptions, clock: ChainClock): Member[] {
  if (endpoints.length === 0) throw new Error('A chain needs at least one RPC endpoint.');
  const origins = endpoints.map(({ url }) => new URL(url).origin);
  return endpoints.map((address, index) => {
    const origin = origins[index] ?? '';
    const label = origins.indexOf(origin) === origins.lastIndexOf(origin) ? origin : `${origin} #${index + 1}`;
    return {
      endpoint: createRpcEndpoint(address, label, clock, timeoutMilliseconds),
      chainChecked: false,
      failuresInARow: 0,
      restUntil: 0,
      problem: null,
      told: null,
    };
  });
}

/** The one preferred, then the one in use, then by fewest failures and shortest latency; the given order breaks ties. */
function inOrder(members: readonly Member[], current: Member | undefined, { prefer, avoid }: RequestChoice): Member[] {
  const rank = (member: Member): number => {
    if (member.endpoint.label === prefer) return -2;
    return member === current ? -1 : member.failuresInARow;
  };
  return members
    .filter(({ endpoint }) => endpoint.label !== avoid)
    .toSorted((a, b) => rank(a) - rank(b) || (a.endpoint.latency() ?? 0) - (b.endpoint.latency() ?? 0));
}

function isNews({ told }: Member, { code }: RpcProblem, now: number): boolean {
  return told === null || told.code !== code || now - told.at >= repeatTroubleAfter;
}

function isHopeless({ code }: RpcProblem): boolean {
  return code === 'rpc.refused' || code === 'rpc.wrong-chain';
}

function wrongChain(label: string, answered: unknown, expected: number): Result<never, RpcProblem> {
  const message = `${label} serves chain ${String(Number(answered))}, not ${expected}. Correct the endpoint's address.`;
  return { ok: false, problem: { code: 'rpc.wrong-chain', retryable: false, message } };
}

function noneAvailable(members: readonly Member[], last: RpcProblem | undefined, clock: ChainClock): RpcProblem {
  const soonest = Math.min(...members.map(({ restUntil }) => restUntil));
  return {
    code: 'rpc.none-available',
    retryable: true,
    retryAfterMilliseconds: Math.max(soonest - clock.now(), 0),
    message: `No RPC endpoint answers. ${(last ?? members[0]?.problem)?.message ?? ''}`.trim(),
  };
}

function statusOf(member: Member, clock: ChainClock): EndpointStatus {
  return {
    endpoint: member.endpoint.label,
    healthy: member.problem === null && member.restUntil <= clock.now(),
    problem: member.problem,
    failuresInARow: member.failuresInARow,
    restUntil: member.restUntil,
    latencyMilliseconds: member.endpoint.latency() ?? null,
    calls: member.endpoint.calls(),
  };
}
