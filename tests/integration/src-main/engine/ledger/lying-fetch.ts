import type { RelayEvent } from '../../../../../shared/relay-api/events.ts';

/** What a relay says instead of the truth: gets the true page of events, gives the page that the app is told. */
export type Lie = (events: RelayEvent[]) => RelayEvent[];

/** A `fetch` by which a real relay lies in its events feed alone; `tell` sets the lie in force. */
export function lyingFetch(): { fetch: typeof fetch; tell(lie: Lie): void } {
  let lie: Lie = (events) => events;
  return {
    tell(next) {
      lie = next;
    },
    async fetch(input, init) {
      const response = await fetch(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.pathname !== '/v1/events' || !response.ok) return response;
      const page = (await response.json()) as { events: RelayEvent[] };
      return Response.json({ ...page, events: lie(page.events) });
    },
  };
}
