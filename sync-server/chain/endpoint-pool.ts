import { backoffWait } from '../../shared/backoff-wait.ts';
import type { Result } from '../../shared/result.ts';
import { systemClock, type ChainClock } from './chain-clock.ts';
import { ask, createMembers, inOrder, statusOf, type Member } from './endpoint-member.ts';
import type { EndpointAddress } from './rpc-endpoint.ts';
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
  /** False once it has said that it no longer keeps blocks which it was asked for. */
  readonly keepsHistory: boolean;
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
  /** Ask nobody but this one. */
  readonly only?: string;
}

/**
 * Several endpoints of one chain that answer as one. It stays with the endpoint that works, so that consecutive answers
 * come from one view of the chain, and turns to the next when that fails.
 */
export interface EndpointPool {
  readonly chainId: number;
  /** What its endpoints are called in answers and choices, in order of preference. */
  readonly endpoints: readonly string[];
  /**
   * Asks one endpoint after the other until one answers. Failures that another endpoint would not mend
   * (`rpc.range-too-large`, `rpc.unsupported`, `rpc.reverted`) come back at once; `rpc.none-available` says when to ask
   * again. One that does not keep what was asked for (`rpc.pruned`) stays the one in use for the head; when all were
   * asked and none keeps it, that is the answer.
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

const repeatTroubleAfter = 60_000;
const firstBackoff = 250;
const demotedRest = 5_000;
const refusedRest = 300_000;

/** What an endpoint has against it, and how long it is left alone for that. */
interface FaultBook {
  /** Tells of a trouble without leaving the endpoint alone. */
  tell(member: Member, problem: RpcProblem): void;
  /** Leaves the endpoint alone for a while. */
  note(member: Member, problem: RpcProblem, restMilliseconds: number): void;
  /** The same, twice as long each time. */
  fault(member: Member, problem: RpcProblem): void;
  takeTroubles(): EndpointTrouble[];
}

function createFaultBook(
  { random = Math.random, maxBackoffMilliseconds = 60_000 }: EndpointPoolOptions,
  clock: ChainClock,
  onRest: (member: Member) => void,
): FaultBook {
  const troubles: EndpointTrouble[] = [];
  const book: FaultBook = {
    tell(member, problem) {
      if (!isNews(member, problem, clock.now())) return;
      troubles.push({ endpoint: member.endpoint.label, problem });
      member.told = { code: problem.code, at: clock.now() };
    },
    note(member, problem, restMilliseconds) {
      book.tell(member, problem);
      member.problem = problem;
      member.restUntil = clock.now() + restMilliseconds;
      onRest(member);
    },
    fault(member, problem) {
      member.failuresInARow += 1;
      // What comes back after an outage may be another node behind the same address.
      if (problem.code === 'rpc.unreachable') member.chainChecked = false;
      const wait = backoffWait(member.failuresInARow - 1, {
        first: firstBackoff,
        most: maxBackoffMilliseconds,
        random,
      });
      const asked = problem.retryAfterMilliseconds ?? 0;
      book.note(member, problem, isHopeless(problem) ? refusedRest : Math.max(wait, asked));
    },
    takeTroubles: () => troubles.splice(0),
  };
  return book;
}

/**
 * Creates the pool. Every endpoint is asked for its chain id before its first use: one of another chain is never used.
 * @throws Error when there is no endpoint, or an address is no URL.
 */
export function createEndpointPool(options: EndpointPoolOptions): EndpointPool {
  const { chainId, clock = systemClock } = options;
  const members = createMembers(options, clock);
  let current = members[0];
  const book = createFaultBook(options, clock, (member) => {
    if (current === member) current = undefined;
  });

  /** Asks in order until one answers; else the last problem, undefined where nobody was asked. */
  async function askInTurn(
    candidates: readonly Member[],
    method: string,
    params: readonly unknown[],
    choice: RequestChoice,
  ): Promise<PoolAnswer | RpcProblem | undefined> {
    let last: RpcProblem | undefined;
    let isPast = false;
    for (const member of candidates) {
      const answer = await ask(chainId, member, method, params, choice.signal);
      if (choice.signal?.aborted) break;
      if (answer.ok) {
        member.failuresInARow = 0;
        member.problem = null;
        if (choice.avoid === undefined && choice.only === undefined && !isPast) current = member;
        return { value: answer.value, endpoint: member.endpoint.label };
      }
      last = answer.problem;
      if (isAboutTheQuestion(last)) break;
      if (last.code === 'rpc.pruned') {
        isPast = true;
        member.keepsHistory = false;
        book.tell(member, last);
      } else if (last.code !== 'rpc.unknown-block') book.fault(member, last);
      // Not knowing a block is no illness: the block is new, or gone.
    }
    return last;
  }

  return {
    chainId,
    endpoints: members.map(({ endpoint }) => endpoint.label),
    async request(method, params, choice = {}) {
      const eligible = inOrder(members, current, choice);
      const candidates = eligible.filter((member) => member.restUntil <= clock.now());
      const answer = await askInTurn(candidates, method, params, choice);
      if (answer && 'value' in answer) return { ok: true, value: answer };
      const isWholeAnswer = answer?.code === 'rpc.pruned' && candidates.length === eligible.length;
      if (answer && (isAboutTheQuestion(answer) || isWholeAnswer || answer.code === 'rpc.unknown-block'))
        return { ok: false, problem: answer };
      return { ok: false, problem: noneAvailable(members, answer, clock) };
    },
    demote(label, problem) {
      const member = members.find(({ endpoint }) => endpoint.label === label);
      // With nobody else to ask, a rest would only make us later.
      if (member !== undefined) book.note(member, problem, members.length > 1 ? demotedRest : 0);
    },
    takeTroubles: book.takeTroubles,
    status: () => members.map((member) => statusOf(member, clock)),
    calls: () => members.reduce((sum, { endpoint }) => sum + endpoint.calls(), 0),
  };
}

function isNews({ told }: Member, { code }: RpcProblem, now: number): boolean {
  return told === null || told.code !== code || now - told.at >= repeatTroubleAfter;
}

function isHopeless({ code }: RpcProblem): boolean {
  return code === 'rpc.refused' || code === 'rpc.wrong-chain';
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
