import type { LinkState } from '../../../shared/relay-api/links.ts';
import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';

/** Why an invoice cannot be shown; none of these mends itself. */
export type Failure =
  | 'not-found'
  | 'key-missing'
  | 'key-cut'
  | 'wrong-key'
  | 'tampered'
  | 'bad-signature'
  | 'inconsistent'
  | 'not-understood'
  | 'relay-refused';

/** An invoice that was opened with the link's key and whose signature holds. */
export interface OpenedLink {
  readonly id: string;
  readonly key: string;
  readonly signed: SignedInvoice;
  /** The seller's signing key in a form that people can compare. */
  readonly fingerprint: string;
  readonly practice: boolean;
}

/** How news reaches the page: by the stream, by asking now and then, or not at all at the moment. */
export type Connection = 'live' | 'polling' | 'lost';

/** Everything the page knows. `loading.attempts` counts calls that the relay did not answer. */
export type PageState =
  | { readonly kind: 'loading'; readonly attempts: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly detail: string }
  | { readonly kind: 'open'; readonly link: OpenedLink; readonly live: LinkState; readonly connection: Connection };

/** What can happen to the page from the relay's side. */
export type PageEvent =
  | { readonly type: 'unreachable' }
  | { readonly type: 'failed'; readonly failure: Failure; readonly detail: string }
  | { readonly type: 'opened'; readonly link: OpenedLink; readonly live: LinkState }
  | { readonly type: 'news'; readonly live: LinkState; readonly connection: 'live' | 'polling' }
  | { readonly type: 'connection'; readonly connection: Connection };

/** The state before anything has been asked. */
export const initialPageState: PageState = { kind: 'loading', attempts: 0 };

/**
 * The page's state machine. An opened invoice is never closed again by trouble on the way: what has been verified stays
 * on screen, and only its connection changes.
 */
export function nextPageState(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'unreachable':
      if (state.kind === 'loading') return { kind: 'loading', attempts: state.attempts + 1 };
      return state.kind === 'open' ? { ...state, connection: 'lost' } : state;
    case 'failed':
      return state.kind === 'loading' ? { kind: 'failed', failure: event.failure, detail: event.detail } : state;
    case 'opened':
      return state.kind === 'loading'
        ? { kind: 'open', link: event.link, live: event.live, connection: 'polling' }
        : state;
    case 'news':
      return state.kind === 'open' ? { ...state, live: event.live, connection: event.connection } : state;
    case 'connection':
      return state.kind === 'open' ? { ...state, connection: event.connection } : state;
  }
}

/** Milliseconds until the relay is asked again after `attempts` calls without an answer: 1 s, 2 s, 4 s … 30 s. */
export function retryDelay(attempts: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, attempts - 1));
}
