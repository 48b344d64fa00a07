import type { FastifyReply } from 'fastify';
import type { RelayProblem } from '../../shared/relay-api/common.ts';
import type { Refusal } from '../refusal.ts';

/** Answers with RFC 9457 problem details, and `Retry-After` where the relay can say when. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, message, retryable, retryAfter, path } = refusal;
  const body: RelayProblem = {
    type: `urn:quittance:problem:${code}`,
    title: titles[status] ?? 'Refused',
    status,
    code,
    detail: message,
    retryable,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(path ? { path: [...path] } : {}),
  };
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(body));
}

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Cannot be done as asked',
  429: 'Too many calls',
  500: 'The relay failed',
  503: 'Not available',
  507: 'No room left',
};
