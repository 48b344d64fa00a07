import type { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { relayProblemSchema } from './common.ts';
import { relayApi, type RelayApi, type RelayOperationName } from './relay-api.ts';

type Input<Name extends RelayOperationName> = Omitted<{
  params: z.input<RelayApi[Name]['params']>;
  query: z.input<RelayApi[Name]['query']>;
  body: z.input<RelayApi[Name]['body']>;
}>;
type Omitted<Parts> = { [Key in keyof Parts as undefined extends Parts[Key] ? never : Key]: Parts[Key] } & {
  [Key in keyof Parts as undefined extends Parts[Key] ? Key : never]?: Parts[Key];
};

/**
 * What the client needs from its surroundings: the relay's origin, a fetch, and the session's token when there is one.
 */
export interface RelayClientOptions {
  readonly origin: string;
  readonly fetch: typeof globalThis.fetch;
  readonly token: () => string | null;
  /** Milliseconds after which a call is given up; 20,000 unless told. */
  readonly timeout?: number;
}

/** A typed caller of every relay operation; failures are values, with `relay.unreachable` where no answer came. */
export interface RelayClient {
  call<Name extends RelayOperationName>(
    name: Name,
    input: Input<Name>,
    signal?: AbortSignal,
  ): Promise<Result<z.output<RelayApi[Name]['response']>>>;
}

/** Builds a {@link RelayClient}. Answers are validated: a relay that answers something else is `relay.bad-answer`. */
export function createRelayClient(options: RelayClientOptions): RelayClient {
  return {
    async call(name, input, signal) {
      const operation = relayApi[name];
      const { params, query, body } = input as { params?: object; query?: object; body?: object };
      const url = new URL(fillPath(operation.path, params ?? {}), options.origin);
      for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, String(value));
      let response: Response;
      let text: string;
      try {
        response = await options.fetch(url, {
          method: operation.method,
          headers: requestHeaders(operation.auth === 'session' ? options.token() : null, body !== undefined),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          redirect: 'error',
          signal: AbortSignal.any([AbortSignal.timeout(options.timeout ?? 20_000), ...(signal ? [signal] : [])]),
        });
        text = await response.text();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return fail('relay.unreachable', `The relay at ${options.origin} did not answer (${why}).`, {
          retryable: true,
        });
      }
      const json = parseJson(text);
      if (!response.ok) return relayFailure(response, json);
      const parsed = operation.response.safeParse(json);
      if (parsed.success) return ok(parsed.data as never);
      return fail(
        'relay.bad-answer',
        `The relay at ${options.origin} answered ${name} in a form this app does not know.`,
      );
    },
  };
}

function requestHeaders(token: string | null, hasBody: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
}

function fillPath(path: string, params: object): string {
  const values = params as Record<string, unknown>;
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function relayFailure(response: Response, json: unknown): Result<never> {
  const problem = relayProblemSchema.safeParse(json);
  if (problem.success) {
    const { code, detail, retryable, path } = problem.data;
    return fail(code, detail, { retryable, ...(path ? { path } : {}) });
  }
  const retryable = response.status >= 500 || response.status === 429;
  return fail('relay.refused', `The relay answered ${response.status} without saying why.`, { retryable });
}
