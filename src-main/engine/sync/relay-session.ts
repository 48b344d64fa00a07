import { BehaviorSubject, Subject, type Observable } from 'rxjs';
import { createRelayClient, type RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { backoffWait } from '../../../shared/backoff-wait.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { EngineLog } from '../engine-options.ts';
import { pause } from './pause.ts';
import { followStream } from './follow-stream.ts';

/**
 * How the device stands with its relay. `refused` needs a person (unknown account, revoked device);
 * the rest mends itself.
 */
export interface RelayConnection {
  readonly status: 'none' | 'connecting' | 'online' | 'offline' | 'refused';
  readonly detail: string;
  readonly lastOnlineAt: Date | null;
}

/** What the stream said: the sealed feed or the events feed has grown, or the stream has just come (back) up. */
export type RelaySignal = 'feed' | 'event' | 'connected';

/** A signed-in device: keeps itself signed in, follows the relay's stream, and says how it stands. */
export interface RelaySession {
  readonly origin: string | null;
  /** Calls carry the session's token; a call while offline answers `relay.unreachable`. */
  readonly client: RelayClient;
  readonly connection$: BehaviorSubject<RelayConnection>;
  readonly signals$: Observable<RelaySignal>;
  /** The device's place in the account once known: 1 is the device that created the workspace. */
  readonly ordinal$: BehaviorSubject<number | null>;
  stop(): Promise<void>;
}

/**
 * What a session needs. `signChallenge` gives the Ed25519 signature, in hex, over a challenge in hex for this origin.
 */
export interface RelaySessionOptions {
  readonly origin: string;
  readonly accountKey: string;
  readonly signChallenge: (challenge: string) => string;
  readonly device: { readonly id: string; readonly name: string };
  /** Sent with every sign-in; the relay looks at it when the workspace is new to it. */
  readonly invite?: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly log: EngineLog;
}

/** Milliseconds between attempts to reach the relay. */
const waits = { first: 400, most: 20_000, random: Math.random };

/** Problems that only a person can mend: asking again by itself would change nothing. */
const refusals = new Set([
  'account.invite-needed',
  'account.invite-used',
  'device.revoked',
  'session.too-many-devices',
]);

/** Starts signing in and keeps at it until stopped: sign in, follow the stream, and again after each loss. */
export function startRelaySession(options: RelaySessionOptions): RelaySession {
  const stopping = new AbortController();
  const connection$ = new BehaviorSubject<RelayConnection>({ status: 'connecting', detail: '', lastOnlineAt: null });
  const signals$ = new Subject<RelaySignal>();
  const ordinal$ = new BehaviorSubject<number | null>(null);
  let token: string | null = null;
  const client = createRelayClient({ origin: options.origin, fetch: options.fetch, token: () => token });

  const say = (status: RelayConnection['status'], detail: string): void => {
    const lastOnlineAt = status === 'online' ? options.now() : connection$.value.lastOnlineAt;
    connection$.next({ status, detail, lastOnlineAt });
  };

  async function keepConnected(): Promise<void> {
    let attempt = 0;
    while (!stopping.signal.aborted) {
      const signedIn = token ? ok(null) : await openSession();
      if (signedIn.ok) {
        const lost = await followStream({
          ...options,
          token: token ?? '',
          signal: stopping.signal,
          onOpen: () => {
            attempt = 0;
            say('online', '');
            signals$.next('connected');
          },
          onSignal: (signal) => signals$.next(signal),
        });
        if (lost.status === 401 || lost.status === 403) token = null;
        if (!stopping.signal.aborted) say('offline', lost.detail);
      } else if (refusals.has(signedIn.problem.code)) {
        say('refused', signedIn.problem.message);
        return;
      } else say('offline', signedIn.problem.message);
      await pause(backoffWait(attempt++, waits), stopping.signal);
    }
  }

  async function openSession(): Promise<Result<null>> {
    const session = await signIn(client, options, stopping.signal);
    if (!session.ok) return session;
    token = session.value.token;
    ordinal$.next(session.value.ordinal);
    return ok(null);
  }

  const running = keepConnected();
  return {
    origin: options.origin,
    client,
    connection$,
    signals$,
    ordinal$,
    async stop() {
      stopping.abort();
      await running;
      signals$.complete();
    },
  };
}

/** Signs the relay's challenge and opens a session for this device. */
async function signIn(
  client: RelayClient,
  { accountKey, device, invite, signChallenge, origin, log }: RelaySessionOptions,
  signal: AbortSignal,
): Promise<Result<{ readonly token: string; readonly ordinal: number }>> {
  const answer = await client.call('createChallenge', { body: { accountKey } }, signal);
  if (!answer.ok) return answer;
  const { challenge } = answer.value;
  const signature = signChallenge(challenge);
  const body = { accountKey, challenge, signature, device, ...(invite ? { invite } : {}) };
  const session = await client.call('createSession', { body }, signal);
  if (session.ok) log.info('signed in to the relay', { origin, ordinal: session.value.ordinal });
  return session;
}

/** A session for an app without a relay: every call answers `relay.none`, and nothing is ever sent. */
export function createAbsentSession(): RelaySession {
  return {
    origin: null,
    client: {
      call: () =>
        Promise.resolve(
          fail('relay.none', 'No relay is set. Name one in Settings to send and to be paid online.', {
            retryable: true,
          }),
        ),
    },
    connection$: new BehaviorSubject<RelayConnection>({
      status: 'none',
      detail: 'No relay is set.',
      lastOnlineAt: null,
    }),
    signals$: new Subject<RelaySignal>(),
    ordinal$: new BehaviorSubject<number | null>(null),
    stop: () => Promise.resolve(),
  };
}
