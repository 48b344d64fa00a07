import { timingSafeEqual } from 'node:crypto';
import type { RelayContext } from '../relay-context.ts';
import { hashToken } from './sign-in.ts';

/** Who calls: a device of an account. */
export interface Caller {
  readonly account: string;
  readonly sessionId: string;
}

/** A session's `last_seen_at` is written at most this often. */
const seenInterval = 60_000;

/** Finds whose bearer token this is; null when it is nobody's, or its session was revoked. */
export async function findCaller(context: RelayContext, token: string): Promise<Caller | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const hash = hashToken(Buffer.from(token, 'base64url'));
  const { kysely } = context.database;
  const row = await kysely
    .selectFrom('sessions')
    .select(['id', 'account', 'token_hash', 'last_seen_at'])
    .where('token_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash))) return null;
  const now = context.now();
  if (now - row.last_seen_at > seenInterval)
    await kysely.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', row.id).execute();
  return { account: row.account, sessionId: row.id };
}

/**
 * The devices of an account that are signed in, oldest first, each by one session: the caller's own, else the one seen
 * last. A device signs in anew at every start, so it has many.
 */
export async function listSessions(context: RelayContext, caller: Caller) {
  const rows = await context.database.kysely
    .selectFrom('sessions')
    .innerJoin('devices', (join) =>
      join.onRef('devices.account', '=', 'sessions.account').onRef('devices.device_id', '=', 'sessions.device_id'),
    )
    .select(['sessions.id', 'sessions.device_id', 'device_name', 'ordinal', 'created_at', 'last_seen_at'])
    .where('sessions.account', '=', caller.account)
    .where('revoked_at', 'is', null)
    .orderBy('last_seen_at')
    .execute();
  const byDevice = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    if (byDevice.get(row.device_id)?.id !== caller.sessionId) byDevice.set(row.device_id, row);
  }
  const sessions = [...byDevice.values()]
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map((row) => ({
      sessionId: row.id,
      deviceId: row.device_id,
      deviceName: row.device_name,
      ordinal: row.ordinal,
      createdAt: new Date(row.created_at).toISOString(),
      lastSeenAt: new Date(row.last_seen_at).toISOString(),
      current: row.id === caller.sessionId,
    }));
  return { sessions };
}

/**
 * Signs a device of the caller's account out for good, by one of its sessions: all of them end, their open streams
 * close, and the device is not let in again (`device.revoked`).
 */
export async function revokeSession(context: RelayContext, caller: Caller, id: string) {
  const ended = await context.database.kysely
    .updateTable('sessions')
    .set({ revoked_at: context.now() })
    .where('account', '=', caller.account)
    .where('revoked_at', 'is', null)
    .where('device_id', 'in', (query) =>
      query.selectFrom('sessions').select('device_id').where('id', '=', id).where('account', '=', caller.account),
    )
    .returning('id')
    .execute();
  if (ended.length > 0) await context.hub.publish(ended.map((session) => ({ type: 'revoked', sessionId: session.id })));
  return { revoked: ended.length > 0 };
}
