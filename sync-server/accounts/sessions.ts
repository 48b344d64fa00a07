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

/** The sessions of an account that are in force, oldest first. */
export async function listSessions(context: RelayContext, caller: Caller) {
  const rows = await context.database.kysely
    .selectFrom('sessions')
    .innerJoin('devices', (join) =>
      join.onRef('devices.account', '=', 'sessions.account').onRef('devices.device_id', '=', 'sessions.device_id'),
    )
    .select(['sessions.id', 'sessions.device_id', 'device_name', 'ordinal', 'created_at', 'last_seen_at'])
    .where('sessions.account', '=', caller.account)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute();
  const sessions = rows.map((row) => ({
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

/** Ends a session of the caller's account for good; its open streams close. */
export async function revokeSession(context: RelayContext, caller: Caller, id: string) {
  const done = await context.database.kysely
    .updateTable('sessions')
    .set({ revoked_at: context.now() })
    .where('id', '=', id)
    .where('account', '=', caller.account)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  const revoked = done.numUpdatedRows > 0n;
  if (revoked) await context.hub.publish([{ type: 'revoked', sessionId: id }]);
  return { revoked };
}
