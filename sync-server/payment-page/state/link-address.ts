import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';

/** A payment link taken apart: the relay knows `id`; `key` is in the fragment, which browsers never send. */
export interface LinkAddress {
  readonly id: string;
  readonly key: string;
}

/**
 * Reads the id and the key out of the page's own address, `https://relay/i/<id>#<key>`.
 *
 * Mail programs and chats append punctuation or percent-encode the fragment; what cannot belong to a key
 * is taken off its end.
 */
export function readLinkAddress(address: {
  readonly pathname: string;
  readonly hash: string;
}): Result<LinkAddress, Problem & { readonly code: 'link.not-found' | 'link.key-missing' }> {
  const id = /\/i\/([A-Za-z0-9_-]{22})\/?$/.exec(address.pathname)?.[1];
  if (!id) return fail('link.not-found', 'The address of this page is not the address of an invoice.');
  const key = decode(address.hash.slice(1)).replace(/[^A-Za-z0-9_-]+$/, '');
  if (key === '') return fail('link.key-missing', 'The part of the link after # is missing.');
  return ok({ id, key });
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
