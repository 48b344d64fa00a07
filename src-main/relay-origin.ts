import { fail, ok, type Result } from '../shared/result.ts';

/**
 * Reads a relay's address from a command line or the environment; null where none is given. Fails
 * with `relay.malformed`.
 */
export function readRelayOrigin(text: string | null): Result<string | null> {
  if (text === null) return ok(null);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username)
    return ok(url.origin);
  return fail('relay.malformed', `"${text}" is not a relay's address. Write it like https://relay.example.com.`);
}
