import type { z } from 'zod';

/**
 * One call of the relay's HTTP API, as data: the server routes by it, the client types itself by it, and the OpenAPI
 * document is generated from it.
 *
 * `path` uses `:name` for parameters; `auth` says who may call (`session`: a bearer token of a device). Every failure
 * is `application/problem+json` (RFC 9457) with a stable `code`; see `relayProblemSchema`.
 */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly auth: 'public' | 'session';
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
}

/** Declares an operation and keeps the exact types of its schemas. */
export function operation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  definition: Operation<P, Q, B, R>,
): Operation<P, Q, B, R> {
  return definition;
}
