import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { refuse } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import type { ServerParts } from './build-server.ts';
import { buildOpenApi } from './open-api.ts';
import { sendProblem } from './problem.ts';
import { readStatus } from './read-status.ts';
import type { Gate } from './register-operations.ts';
import { relayVersion } from './relay-version.ts';

/** Routes what its operator asks: is it alive, can it serve, how far has it read, its figures and its contract. */
export function registerOperatorRoutes(
  app: FastifyInstance,
  context: RelayContext,
  gate: Gate,
  parts: ServerParts,
): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (request, reply) => {
    const refusal = gate.admit(request);
    if (refusal) return sendProblem(reply, refusal);
    try {
      await sql`select 1 from meta limit 1`.execute(context.database.kysely);
      return { status: 'ready', page: parts.pages !== null };
    } catch (error) {
      request.log.error({ err: error }, 'not ready');
      const message = 'The database does not answer.';
      return sendProblem(reply, refuse(503, 'relay.not-ready', message, { retryable: true, retryAfter: 5 }).problem);
    }
  });
  app.get('/status', async (request, reply) => {
    const refusal = gate.admit(request);
    return refusal ? sendProblem(reply, refusal) : readStatus(context, parts.refusedTokens);
  });
  app.get('/metrics', async (request, reply) => {
    const refusal = gate.admit(request);
    if (refusal) return sendProblem(reply, refusal);
    const token = context.config.metricsToken;
    const isAllowed =
      token === null
        ? isLocal(request, context.config.trustedProxies)
        : isSame(request.headers.authorization ?? '', `Bearer ${token}`);
    if (!isAllowed)
      return sendProblem(
        reply,
        refuse(401, 'metrics.token', 'The figures ask for the bearer token of METRICS_TOKEN.').problem,
      );
    const { text, contentType } = await parts.metrics.expose();
    return reply.type(contentType).send(text);
  });
  const openApi = JSON.stringify(buildOpenApi(relayVersion));
  app.get('/openapi.json', (_, reply) => reply.type('application/json').send(openApi));
}

/**
 * Tells whether a caller sits on the relay's own machine. What a proxy passed on does not, though nobody
 * said that there is one.
 */
function isLocal({ ip, headers }: FastifyRequest, trustedProxies: number): boolean {
  const isPassedOn = trustedProxies === 0 && (headers['x-forwarded-for'] ?? headers.forwarded) !== undefined;
  return !isPassedOn && (ip === '::1' || /^(::ffff:)?127\./.test(ip));
}

/** Compares in constant time, whatever the lengths. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
