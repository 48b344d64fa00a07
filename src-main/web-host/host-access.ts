import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Name of the cookie that a browser gets for the one-time token. */
export const sessionCookie = 'quittance-session';

/**
 * Decides who may talk to the web host: one browser that opened the printed address.
 *
 * The token in that address is good once; it is traded for a cookie that only this host can read. Requests must name
 * the host's own loopback origin, which stops DNS rebinding (`Host`) and pages of other sites (`Origin`).
 */
export class HostAccess {
  readonly #sessions = new Set<string>();
  readonly #random: (bytes: number) => Uint8Array;
  #token: string;
  #origins: ReadonlySet<string> = new Set();

  constructor(random: (bytes: number) => Uint8Array) {
    this.#random = random;
    this.#token = this.#secret();
  }

  /** Tells on which port the host listens; before that, every request is refused. */
  listenOn(port: number): void {
    this.#origins = new Set([`http://127.0.0.1:${port}`, `http://localhost:${port}`]);
  }

  /** A fresh one-time token for a new browser; the one before it, if unused, is void. */
  issueToken(): string {
    this.#token = this.#secret();
    return this.#token;
  }

  /** Trades the one-time token for a session; null when it is wrong or used. */
  redeem(token: string): string | null {
    if (!sameSecret(token, this.#token)) return null;
    this.#token = this.#secret();
    const session = this.#secret();
    this.#sessions.add(session);
    return session;
  }

  /** Whether a request addresses this host by a loopback name. */
  isAddressedHere(request: IncomingMessage): boolean {
    return this.#origins.has(`http://${request.headers.host ?? ''}`);
  }

  /** Whether a request carries a session that was given out here. */
  hasSession(request: IncomingMessage): boolean {
    const given = readCookie(request.headers.cookie ?? '', sessionCookie);
    return given !== null && [...this.#sessions].some((session) => sameSecret(given, session));
  }

  /** Whether a WebSocket may open: own origin, addressed here, with a session. */
  mayConnect(request: IncomingMessage): boolean {
    return this.isAddressedHere(request) && this.#origins.has(request.headers.origin ?? '') && this.hasSession(request);
  }

  #secret(): string {
    return Buffer.from(this.#random(32)).toString('base64url');
  }
}

function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

/** Compares in constant time, whatever the lengths. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
