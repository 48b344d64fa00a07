import { BehaviorSubject, NEVER } from 'rxjs';
import type { RelayClient } from '../../../../../shared/relay-api/relay-client.ts';
import { fail, ok, type Result } from '../../../../../shared/result.ts';
import type { RelayConnection, RelaySession } from '../../../../../src-main/engine/sync/relay-session.ts';

/** A call as it came in. */
export interface ScriptedCall {
  readonly name: string;
  readonly input: { readonly params?: Record<string, string>; readonly body?: Record<string, unknown> };
}

/** A relay that keeps what it is given and can be told to fail: for what no real relay does on demand. */
export function scriptedRelay() {
  const calls: ScriptedCall[] = [];
  const links = new Map<string, Record<string, unknown>>();
  const mails = new Map<string, Record<string, unknown>>();
  const failures: Result<never>[] = [];
  const connection$ = new BehaviorSubject<RelayConnection>({ status: 'online', detail: '', lastOnlineAt: null });

  const answers: Record<string, (call: ScriptedCall['input']) => Result<unknown>> = {
    putLink: ({ params, body }) => {
      const id = params?.['id'] ?? '';
      const known = links.get(id);
      if (known && known['sealedInvoice'] !== body?.['sealedInvoice'])
        return fail('link.taken', 'Another invoice has it.');
      links.set(id, body ?? {});
      return ok({ id, url: '', watching: chainsOf(body) });
    },
    getLink: ({ params }) => {
      const link = links.get(params?.['id'] ?? '');
      if (!link) return fail('link.unknown', 'No link.');
      const state = { chains: chainsOf(link).map((chainId) => ({ chainId })) };
      return ok({ id: params?.['id'], sealedInvoice: link['sealedInvoice'], state });
    },
    patchLink: ({ params, body }) => ok({ id: params?.['id'], status: body?.['status'] }),
    createMail: ({ body }) => {
      const id = String(body?.['id']);
      if (!mails.has(id)) mails.set(id, body ?? {});
      return ok({ id, messageId: `<${id}@relay>`, status: 'queued' });
    },
    getMail: ({ params }) => ok(mailState(params?.['id'] ?? '', 'queued')),
    retryMail: ({ params }) => ok(mailState(params?.['id'] ?? '', 'queued')),
  };
  const client: RelayClient = {
    async call(name, input) {
      const call = { name, input: input as ScriptedCall['input'] };
      calls.push(call);
      if (connection$.value.status !== 'online') return fail('relay.unreachable', 'No answer.', { retryable: true });
      const failure = failures.shift();
      if (failure) return failure;
      return (answers[name]?.(call.input) ?? fail('test.unscripted', name)) as never;
    },
  };
  const session: RelaySession = {
    origin: 'http://relay.localhost',
    client,
    connection$,
    signals$: NEVER,
    ordinal$: new BehaviorSubject<number | null>(1),
    stop: () => Promise.resolve(),
  };
  return {
    session,
    calls,
    links,
    mails,
    /** Answers one kind of call so from now on. */
    answerWith: (name: string, answer: (call: ScriptedCall['input']) => Result<unknown>) =>
      void (answers[name] = answer),
    /** The next calls fail so, in turn. */
    failNext: (...problems: Result<never>[]) => void failures.push(...problems),
    setOnline: (online: boolean) =>
      connection$.next({ status: online ? 'online' : 'offline', detail: '', lastOnlineAt: null }),
  };
}

/** The chains that a publication names: this relay watches them all. */
function chainsOf(body: Record<string, unknown> = {}): number[] {
  const watches = (body['watches'] ?? []) as { chainId: number }[];
  return [...new Set(watches.map(({ chainId }) => chainId))];
}

/** A mail job's state as a relay tells it. */
export function mailState(id: string, status: 'queued' | 'sent' | 'failed', linkId = 'x'.repeat(22)) {
  return {
    id,
    linkId,
    status,
    messageId: `<${id}@relay>`,
    attempts: 1,
    nextAttemptAt: null,
    lastError: status === 'failed' ? '550 no such user' : null,
    sentAt: status === 'sent' ? '2026-11-23T10:00:00.000Z' : null,
  };
}
