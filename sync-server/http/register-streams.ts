import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { linkIdSchema } from '../../shared/relay-api/common.ts';
import { streamPath } from '../../shared/relay-api/feed.ts';
import { linkStreamPath } from '../../shared/relay-api/links.ts';
import type { Caller } from '../accounts/sessions.ts';
import { readLinkState } from '../links/read-link.ts';
import { refuse } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { addressKey } from './address-key.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { sendProblem } from './problem.ts';
import type { Gate } from './register-operations.ts';

/** A link's stream tells the chains' progress at most this often; payments are told at once. */
const progressMilliseconds = 3_000;

/** Every open stream, so that the relay can end them. */
export interface OpenStreams {
  readonly size: number;
  closeAll(): void;
}

/** Routes the two event streams: an account's (`streamPath`) and a link's (`linkStreamPath`). */
export function registerStreams(app: FastifyInstance, context: RelayContext, gate: Gate): OpenStreams {
  const open = new Set<EventStream>();
  const perAddress = new Map<string, number>();
  const begin = (request: FastifyRequest, reply: FastifyReply, closed: () => void): EventStream | null => {
    const address = addressKey(request.ip);
    const count = perAddress.get(address) ?? 0;
    if (count >= context.config.limits.streamsPerAddress) {
      const refusal = refuse(
        429,
        'limit.streams',
        `There are ${count} streams open from this address already. Close some.`,
        { retryAfter: 30 },
      );
      void sendProblem(reply, refusal.problem);
      return null;
    }
    perAddress.set(address, count + 1);
    const stream = openEventStream(request, reply, () => {
      open.delete(stream);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
      closed();
    });
    open.add(stream);
    return stream;
  };
  app.get(streamPath, async (request, reply) => {
    const refusal = gate.admit(request);
    if (refusal) return sendProblem(reply, refusal);
    const caller = await gate.identify(request);
    if (!caller.ok) return sendProblem(reply, caller.problem);
    await streamAccount(context, caller.value, (closed) => begin(request, reply, closed));
    return reply;
  });
  app.get(linkStreamPath, async (request, reply) => {
    const refusal = gate.admit(request);
    if (refusal) return sendProblem(reply, refusal);
    const id = linkIdSchema.safeParse((request.params as { id?: unknown }).id);
    const state = id.success ? await readLinkState(context, id.data) : null;
    if (!id.success || !state)
      return sendProblem(reply, refuse(404, 'link.unknown', 'There is no such link here.').problem);
    await streamLink(context, id.data, (closed) => begin(request, reply, closed));
    return reply;
  });
  return {
    get size() {
      return open.size;
    },
    closeAll: () => [...open].forEach((stream) => stream.close()),
  };
}

type Begin = (closed: () => void) => EventStream | null;

async function streamAccount(context: RelayContext, caller: Caller, begin: Begin): Promise<void> {
  const { epoch, kysely } = context.database;
  let unsubscribe = (): void => undefined;
  const stream = begin(() => unsubscribe());
  if (!stream) return;
  unsubscribe = context.hub.subscribe((signal) => {
    // After missed signals the reader comes back, is let in or not, and catches up from its checkpoint.
    if (signal.type === 'missed') return stream.close();
    if (signal.type === 'revoked' && signal.sessionId === caller.sessionId) return stream.close();
    if (signal.type === 'feed' && signal.account === caller.account)
      stream.send('feed', { epoch, seq: signal.seq, sessionId: signal.sessionId });
    if (signal.type === 'event' && signal.account === caller.account) stream.send('event', { epoch, seq: signal.seq });
  });
  // Read after subscribing: nothing falls between. The reader learns where the feeds stand, and catches up.
  const account = await kysely
    .selectFrom('accounts')
    .select(['feed_seq', 'event_seq'])
    .where('key', '=', caller.account)
    .executeTakeFirst();
  stream.send('feed', { epoch, seq: account?.feed_seq ?? 0, sessionId: '' });
  stream.send('event', { epoch, seq: account?.event_seq ?? 0 });
}

async function streamLink(context: RelayContext, id: string, begin: Begin): Promise<void> {
  let stop = (): void => undefined;
  const stream = begin(() => stop());
  if (!stream) return;
  let timer: NodeJS.Timeout | null = null;
  // One read at a time, and one more after it when something happened meanwhile: states are told in order.
  let reading: Promise<void> | null = null;
  let isStale = false;
  const tell = async (): Promise<void> => {
    isStale = true;
    if (reading) return reading;
    reading = (async () => {
      while (isStale) {
        isStale = false;
        const state = await readLinkState(context, id);
        if (state) stream.send('state', state);
      }
    })().finally(() => (reading = null));
    return reading;
  };
  const tellSafely = (): void => {
    tell().catch((error: unknown) => {
      context.log.error({ err: error }, 'a link stream could not be told');
      stream.close();
    });
  };
  const unsubscribe = context.hub.subscribe((signal) => {
    if (signal.type === 'missed' || (signal.type === 'link' && signal.linkId === id)) tellSafely();
    if (signal.type === 'chain') timer ??= setTimeout(() => ((timer = null), tellSafely()), progressMilliseconds);
  });
  stop = () => {
    unsubscribe();
    if (timer) clearTimeout(timer);
  };
  tellSafely();
}
