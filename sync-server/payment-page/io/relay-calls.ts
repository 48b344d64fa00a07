import type { LinkState } from '../../../shared/relay-api/links.ts';
import { readLinkState } from './read-answer.ts';

/** The relay's answer to the page's first read. */
export interface LinkAnswer {
  readonly sealedInvoice: string;
  readonly live: LinkState;
  readonly practice: boolean;
}

/** How a call went. `unreachable` can be tried again; `not-found` and `refused` are the relay's word. */
export type Answer<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'refused'; readonly detail: string };

/** Fetches a link (`getLink` in shared/relay-api). */
export function fetchLink(id: string): Promise<Answer<LinkAnswer>> {
  return call(`/v1/links/${id}`, (body) => {
    const { sealedInvoice, state, practice } = (body ?? {}) as Record<string, unknown>;
    const live = readLinkState(state);
    if (typeof sealedInvoice !== 'string' || !live) return null;
    return { sealedInvoice, live, practice: practice === true };
  });
}

/** Fetches a link's sealed PDF (`getLinkPdf` in shared/relay-api) as base64url. */
export function fetchLinkPdf(id: string): Promise<Answer<string>> {
  return call(`/v1/links/${id}/pdf`, (body) => {
    const { sealedPdf } = (body ?? {}) as Record<string, unknown>;
    return typeof sealedPdf === 'string' ? sealedPdf : null;
  });
}

const patience = 20_000;

async function call<Value>(path: string, read: (body: unknown) => Value | null): Promise<Answer<Value>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, {
      headers: { accept: 'application/json' },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    body = await response.json().catch(() => null);
  } catch {
    return { kind: 'unreachable' };
  }
  if (response.ok) {
    const value = read(body);
    return value === null ? { kind: 'refused', detail: 'The answer was not understood.' } : { kind: 'answered', value };
  }
  if (response.status === 404 || response.status === 410 || response.status === 400) return { kind: 'not-found' };
  if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' };
  return { kind: 'refused', detail: `The server answered with status ${response.status}.` };
}
