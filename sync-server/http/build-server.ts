import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify';
import type { RefusedTokens } from '../ledger/follow-chain.ts';
import { refuse } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { createHandlers } from './handlers.ts';
import type { RelayMetrics } from './metrics.ts';
import type { PaymentPages } from './payment-page-files.ts';
import { registerPractice, type PracticeParts } from './practice-routes.ts';
import { registerPages } from './page-routes.ts';
import { sendProblem } from './problem.ts';
import { createGate, registerOperations } from './register-operations.ts';
import { registerOperatorRoutes } from './operator-routes.ts';
import { registerStreams, type OpenStreams } from './register-streams.ts';

/** What the HTTP server needs beside the context. */
export interface ServerParts {
  readonly refusedTokens: RefusedTokens;
  readonly pages: PaymentPages | null;
  readonly practice: PracticeParts | null;
  readonly metrics: RelayMetrics;
  readonly timeouts?: Partial<ServerTimeouts>;
}

/** How long a connection may take, milliseconds. */
export interface ServerTimeouts {
  /** For the head of a request, and for all of it. */
  readonly headers: number;
  readonly request: number;
  /** With nothing going either way; longer than the pause between two beats of an event stream. */
  readonly idle: number;
  /** How often the first two are looked at. */
  readonly check: number;
}

const usualTimeouts: ServerTimeouts = { headers: 15_000, request: 120_000, idle: 60_000, check: 5_000 };

/** Builds the relay's HTTP server, not yet listening. No stack and no unexpected text ever leaves it. */
export function buildServer(context: RelayContext, parts: ServerParts): { app: FastifyInstance; streams: OpenStreams } {
  const { config, log } = context;
  const timeouts = { ...usualTimeouts, ...parts.timeouts };
  // Of each call only failures are logged; what was called how often is in the metrics.
  const level = config.logLevel === 'info' ? 'warn' : config.logLevel;
  const loggerInstance: FastifyBaseLogger = log.child({}, { level });
  const app = Fastify({
    loggerInstance,
    // The address that the last so many proxies name, whatever a caller wrote before it.
    trustProxy: (_, hop) => hop < config.trustedProxies,
    genReqId: () => randomBytes(8).toString('hex'),
    bodyLimit: 64_000,
    routerOptions: { maxParamLength: 200 },
    // A caller that dribbles its request, or does not read its answer, loses its connection.
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.idle,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.check },
    forceCloseConnections: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...(config.origin?.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    parts.metrics.answered(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime);
  });
  // The contract is JSON alone.
  app.removeContentTypeParser('text/plain');
  answerFailures(app);
  const gate = createGate(context);
  registerOperations(app, gate, createHandlers(context, parts.refusedTokens));
  const streams = registerStreams(app, context, gate);
  registerOperatorRoutes(app, context, gate, parts);
  registerPages(app, gate, parts.pages);
  if (parts.practice) registerPractice(app, gate, parts.practice);
  return { app, streams };
}

/** Failures that Fastify itself names, in words of ours; everything else is a 500 that tells only the request's id. */
function answerFailures(app: FastifyInstance): void {
  app.setNotFoundHandler((_, reply) =>
    sendProblem(reply, refuse(404, 'request.unknown-path', 'There is nothing at this address.').problem),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = known4xx[error.code];
    if (known) return sendProblem(reply, refuse(known.status, known.code, known.message).problem);
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
      return sendProblem(reply, refuse(error.statusCode, 'request.malformed', 'The request cannot be read.').problem);
    request.log.error({ err: error }, 'unexpected failure');
    const message = `The relay failed unexpectedly. Its log has the cause under request ${request.id}.`;
    return sendProblem(reply, refuse(500, 'relay.failed', message, { retryable: true }).problem);
  });
}

const known4xx: Readonly<Record<string, { status: number; code: string; message: string } | undefined>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'request.too-large',
    message: 'The body of this call is larger than the relay takes.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'request.not-json',
    message: 'The body must be JSON, with content-type application/json.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'request.malformed',
    message: 'The body is empty; it must be JSON.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'request.malformed', message: 'The body is not valid JSON.' },
};
