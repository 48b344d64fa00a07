import { putAssignment } from './assignments.ts';
import { createChallenge, createSession, listSessions, revokeSession } from './accounts.ts';
import { listChains, listEvents } from './events.ts';
import { pullFeed, pushFeed } from './feed.ts';
import { getLink, getLinkPdf, patchLink, putLink } from './links.ts';
import { createMail, getMail, retryMail } from './mail.ts';

/**
 * Every JSON operation of the relay, by name. The two event streams stand beside it: `streamPath`, `linkStreamPath`.
 */
export const relayApi = {
  createChallenge,
  createSession,
  listSessions,
  revokeSession,
  pushFeed,
  pullFeed,
  putLink,
  patchLink,
  putAssignment,
  getLink,
  getLinkPdf,
  createMail,
  getMail,
  retryMail,
  listEvents,
  listChains,
} as const;

/** The relay's operations, for its client and its server alike. */
export type RelayApi = typeof relayApi;
/** What an operation of the relay is called. */
export type RelayOperationName = keyof RelayApi;
