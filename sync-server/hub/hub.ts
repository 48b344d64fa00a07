import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { RelayDatabase } from '../storage/open-database.ts';

/** Something that happened and that an open stream, or a worker, may be waiting for. Never carries content. */
const signalSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('feed'), account: z.string(), seq: z.number(), sessionId: z.string() }),
  z.object({ type: z.literal('event'), account: z.string(), seq: z.number() }),
  z.object({ type: z.literal('link'), linkId: z.string() }),
  z.object({ type: z.literal('mail') }),
  z.object({ type: z.literal('watch'), linkId: z.string() }),
  z.object({ type: z.literal('chain'), chainId: z.number() }),
  z.object({ type: z.literal('revoked'), sessionId: z.string() }),
]);
/** A hint that something changed, told to every process of one relay. */
export type HubSignal = z.infer<typeof signalSchema>;

/**
 * Heard by this process alone, when its connection to the others is back: signals sent meanwhile are
 * lost, so look again.
 */
interface MissedSignal {
  readonly type: 'missed';
}
type HeardSignal = HubSignal | MissedSignal;

/**
 * Carries signals to every stream and worker of every process of one relay. Signals are hints: the
 * truth is the database.
 */
export interface Hub {
  /** Tells everybody; call it after the transaction has been committed. */
  publish(signals: readonly HubSignal[]): Promise<void>;
  /** Hears every signal until the returned function is called. */
  subscribe(listener: (signal: HeardSignal) => void): () => void;
  close(): Promise<void>;
}

const channel = 'quittance_relay';

/** Builds the hub: inside the process on SQLite, by LISTEN and NOTIFY between processes on PostgreSQL. */
export async function createHub(database: RelayDatabase, log: Logger): Promise<Hub> {
  const emitter = new EventEmitter().setMaxListeners(0);
  const subscribe: Hub['subscribe'] = (listener) => {
    emitter.on('signal', listener);
    return () => void emitter.off('signal', listener);
  };
  const emit = (signal: HeardSignal): void => void emitter.emit('signal', signal);
  const { pool } = database;
  if (!pool) return { subscribe, publish: async (signals) => signals.forEach(emit), close: async () => undefined };
  const listening = await listen(pool, emit, log);
  return {
    subscribe,
    close: () => listening.close(),
    publish: async (signals) => {
      if (signals.length === 0) return;
      const texts = signals.map((signal) => JSON.stringify(signal));
      await pool.query(`select pg_notify('${channel}', payload) from unnest($1::text[]) as payload`, [texts]);
    },
  };
}

/** Keeps one connection that listens, and makes a new one when it breaks. */
async function listen(pool: pg.Pool, emit: (signal: HeardSignal) => void, log: Logger) {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: pool.options.connectionString });
    next.on('notification', ({ payload }) => {
      const signal = signalSchema.safeParse(JSON.parse(payload ?? 'null'));
      if (signal.success) emit(signal.data);
    });
    next.on('error', (error) => log.warn({ reason: error.message }, 'the listening connection broke'));
    next.on('end', () => {
      if (!closed && client === next) timer = setTimeout(reconnect, 1_000);
    });
    await next.connect();
    await next.query(`listen ${channel}`);
    client = next;
  };
  const reconnect = (): void => {
    if (closed) return;
    connect().then(
      () => emit({ type: 'missed' }),
      () => (timer = setTimeout(reconnect, 1_000)),
    );
  };
  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
