import type { RelayEvent } from '../../shared/relay-api/events.ts';
import type { HubSignal } from '../hub/hub.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { RelayTransaction } from '../storage/transact.ts';

type WithoutPlace<Event> = Event extends RelayEvent ? Omit<Event, 'seq' | 'at'> : never;
/** An event before it has its place in an account's feed. */
export type NewRelayEvent = WithoutPlace<RelayEvent>;

/**
 * Adds events to an account's feed, in their order, inside the transaction that makes them true. The counter row is
 * raised here, so no reader can see a later event before these are committed.
 *
 * @param now milliseconds since 1970.
 * @returns the signals to publish once the transaction is committed.
 */
export async function appendEvents(
  trx: RelayTransaction,
  account: string,
  events: readonly NewRelayEvent[],
  now: number,
): Promise<HubSignal[]> {
  if (events.length === 0) return [];
  const { event_seq: last } = await trx
    .updateTable('accounts')
    .set((column) => ({ event_seq: column('event_seq', '+', events.length) }))
    .where('key', '=', account)
    .returning('event_seq')
    .executeTakeFirstOrThrow();
  const at = new Date(now).toISOString();
  const rows = events.map((event, index) => {
    const seq = last - events.length + 1 + index;
    return { account, seq, type: event.type, at: now, body: JSON.stringify({ ...event, seq, at }) };
  });
  await inChunks(rows, (some) => trx.insertInto('events').values(some).execute());
  return rows.map(({ seq }) => ({ type: 'event', account, seq }));
}
