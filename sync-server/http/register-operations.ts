import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { readBySchema } from '../../shared/read-by-schema.ts';
import { pushBodyLimit } from '../../shared/relay-api/feed.ts';
import { relayApi, type RelayOperationName } from '../../shared/relay-api/relay-api.ts';
import type { Operation } from '../../shared/relay-api/operation.ts';
import { findCaller, type Caller } from '../accounts/sessions.ts';
import { refuse, type Answer, type Refusal } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { addressKey } from './address-key.ts';
import type { Handlers } from './handlers.ts';
import { createLargeBodies } from './large-bodies.ts';
import { sendProblem } from './problem.ts';
import { createRateLimiter } from './rate-limiter.ts';

/** Bytes of the largest body, where it is not the usual 64 kB. Limits on each field are the contract's. */
const bodyLimits: Partial<Record<RelayOperationName, number>> = {
  pushFeed: pushBodyLimit,
  putLink: 18_000_000,
  createMail: 20_000_000,
};
const usualBodyLimit = 64_000;

/** Decides who may call; the refusal says why not. */
export interface Gate {
  readonly admit: (request: FastifyRequest, signIn?: boolean) => Refusal | null;
  readonly identify: (request: FastifyRequest) => Promise<Answer<Caller>>;
}

/** Builds the gate: rates by address and by account, and the bearer token. */
export function createGate(context: RelayContext): Gate {
  const { limits } = context.config;
  const byAddress = createRateLimiter(limits.callsPerMinute, context.now);
  const bySignIn = createRateLimiter(limits.signInsPerMinute, context.now);
  const byAccount = createRateLimiter(limits.accountCallsPerMinute, context.now);
  const tooMany = (retryAfter: number): Refusal =>
    refuse(429, 'limit.rate', `Too many calls. Try again in ${retryAfter} s.`, { retryAfter }).problem;
  return {
    admit(request, signIn = false) {
      const address = addressKey(request.ip);
      const wait = Math.max(byAddress.take(address), signIn ? bySignIn.take(address) : 0);
      return wait === 0 ? null : tooMany(wait);
    },
    async identify(request) {
      const token = /^Bearer ([A-Za-z0-9_-]+)$/.exec(request.headers.authorization ?? '')?.[1];
      const caller = token ? await findCaller(context, token) : null;
      if (!caller)
        return refuse(401, 'session.unknown', 'This device is not signed in here, or was signed out. Sign in again.');
      const wait = byAccount.take(caller.account);
      return wait === 0 ? { ok: true, value: caller } : { ok: false, problem: tooMany(wait) };
    },
  };
}

/** Routes every operation of the contract: limits, session, validation, handler, answer. */
export function registerOperations(app: FastifyInstance, gate: Gate, handlers: Handlers): void {
  const large = createLargeBodies();
  for (const name of Object.keys(relayApi) as RelayOperationName[]) {
    const operation: Operation = relayApi[name];
    app.route({
      method: operation.method,
      url: operation.path,
      bodyLimit: bodyLimits[name] ?? usualBodyLimit,
      // Before the body is read: a caller without a session cannot make the relay hold large bodies.
      onRequest: async (request, reply) => {
        const refusal = gate.admit(request, name === 'createSession' || name === 'createChallenge');
        if (refusal) return sendProblem(reply, refusal);
        if (operation.auth === 'public') return;
        const caller = await gate.identify(request);
        if (!caller.ok) return sendProblem(reply, caller.problem);
        callers.set(request, caller.value);
        const crowded = large.admit(request, reply, caller.value.account);
        if (crowded) return sendProblem(reply, crowded);
      },
      handler: (request, reply) => answer(name, operation, handlers, request, reply),
    });
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();

async function answer(
  name: RelayOperationName,
  operation: Operation,
  handlers: Handlers,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const parts: Record<string, unknown> = {};
  for (const part of ['params', 'query', 'body'] as const) {
    const schema: z.ZodType = operation[part];
    const read = readBySchema(schema, part === 'body' ? (request.body ?? undefined) : request[part]);
    if (!read.ok) {
      const [{ path, sentence }] = read.misfits;
      const message = `The ${part} of this call is malformed: ${sentence}.`;
      return sendProblem(reply, refuse(400, 'request.malformed', message, { path }).problem);
    }
    parts[part] = read.value;
  }
  const call = {
    ...parts,
    address: addressKey(request.ip),
    get caller(): Caller {
      const caller = callers.get(request);
      if (!caller) throw new Error(`${name} is public: it has no caller`);
      return caller;
    },
  };
  const handler = handlers[name] as (call: unknown) => Promise<Answer<unknown>>;
  const result = await handler(call);
  if (!result.ok) return sendProblem(reply, result.problem);
  return reply.header('cache-control', 'no-store').send(result.value);
}
