import type { RelayEvent } from '../../shared/relay-api/events.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { RelayTransaction } from '../storage/transact.ts';

type WithoutPlace<Event> = Event extends RelayEvent ? Omit<Event, 'seq' | 'at'> : never;
/** An event before it has its place in an account's feed. */
export type NewRelayEvent = WithoutPlace<RelayEvent>;

/**
 * Adds an event to an account's feed, inside the transaction that makes it true. The counter row is raised here, so no
 * reader can see a later event before this one is committed.
 *
 * @param now milliseconds since 1970.
 * @returns the signal to publish once the transaction is committed.
 */
export async function appendEvent(
  trx: RelayTransaction,
  account: string,
  event: NewRelayEvent,
  now: number,
): Promise<HubSignal> {
  const { event_seq: seq } = await trx
    .updateTable('accounts')
    .set((column) => ({ event_seq: column('event_seq', '+', 1) }))
    .where('key', '=', account)
    .returning('event_seq')
    .executeTakeFirstOrThrow();
  const body = JSON.stringify({ ...event, seq, at: new Date(now).toISOString() });
  await trx.insertInto('events').values({ account, seq, type: event.type, at: now, body }).execute();
  return { type: 'event', account, seq };
}
