import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { createSession as createSessionOperation } from '../../shared/relay-api/accounts.ts';
import { ok } from '../../shared/result.ts';
import { verifyAccountChallenge } from '../../shared/sealing/account-challenge.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { takeQuota } from '../storage/take-quota.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';

const challengeLifetime = 2 * 60_000;
const mostDevices = 50;

type SessionRequest = z.output<(typeof createSessionOperation)['body']>;

/** Hands out 32 random bytes to sign: good once, for two minutes, for this account key. */
export async function createChallenge(context: RelayContext, account: string) {
  const { kysely } = context.database;
  const now = context.now();
  await kysely.deleteFrom('challenges').where('expires_at', '<', now).execute();
  const challenge = randomBytes(32).toString('hex');
  const expiresAt = now + challengeLifetime;
  await kysely.insertInto('challenges').values({ challenge, account, expires_at: expiresAt }).execute();
  return { challenge, expiresAt: new Date(expiresAt).toISOString() };
}

/**
 * Opens a session for a device by a signed challenge, registering the account when it is new and the relay allows it.
 * The token is 32 random bytes, of which only the SHA-256 is kept.
 *
 * @param address of the caller, whose registrations per day are limited.
 */
export async function createSession(context: RelayContext, request: SessionRequest, address: string) {
  const taken = await context.database.kysely
    .deleteFrom('challenges')
    .where('challenge', '=', request.challenge)
    .where('account', '=', request.accountKey)
    .where('expires_at', '>=', context.now())
    .executeTakeFirst();
  if (taken.numDeletedRows === 0n)
    return refuse(
      401,
      'session.challenge-unknown',
      'This challenge was used before or is older than two minutes. Ask for a new one.',
      {
        retryable: true,
      },
    );
  const challenge = { challenge: request.challenge, origin: context.origin() };
  const signed = verifyAccountChallenge(challenge, request.accountKey, request.signature);
  if (!signed)
    return refuse(
      401,
      'session.bad-signature',
      `The signature is not this account's for ${context.origin()}. Check the relay's address in the settings.`,
    );
  return transact(context.database.kysely, (trx) => openSession(context, trx, request, address));
}

type Opened = { token: string; sessionId: string; ordinal: number; registered: boolean };

async function openSession(
  context: RelayContext,
  trx: RelayTransaction,
  request: SessionRequest,
  address: string,
): Promise<Answer<Opened>> {
  const admitted = await admit(context, trx, request, address);
  if (!admitted.ok) return admitted;
  if (await isRevoked(trx, request.accountKey, request.device.id))
    return refuse(
      403,
      'device.revoked',
      'This device was signed out for good by another device of its owner. Restore the workspace into a new data folder to use it again.',
    );
  const ordinal = await placeDevice(trx, request.accountKey, request.device.id);
  if (ordinal === null)
    return refuse(
      403,
      'session.too-many-devices',
      `This workspace has ${mostDevices} devices already, the most a relay serves.`,
    );
  const now = context.now();
  const token = randomBytes(32);
  const sessionId = randomBytes(12).toString('base64url');
  await trx
    .insertInto('sessions')
    .values({
      id: sessionId,
      account: request.accountKey,
      device_id: request.device.id,
      device_name: request.device.name,
      token_hash: hashToken(token),
      created_at: now,
      last_seen_at: now,
      revoked_at: null,
    })
    .execute();
  return ok({ token: token.toString('base64url'), sessionId, ordinal, registered: admitted.value });
}

/** Registers the account when it is new; the value is true when it did. */
async function admit(
  context: RelayContext,
  trx: RelayTransaction,
  request: SessionRequest,
  address: string,
): Promise<Answer<boolean>> {
  const key = request.accountKey;
  const known = await trx.selectFrom('accounts').select('key').where('key', '=', key).executeTakeFirst();
  if (known) return ok(false);
  const { registration, limits } = context.config;
  const now = context.now();
  if (registration.mode === 'invite') {
    const code = request.invite ?? '';
    if (!registration.invites.some((invite) => isSameText(invite, code)))
      return refuse(
        403,
        'account.invite-needed',
        'This relay takes new workspaces by invitation only. Ask its operator for a code.',
      );
    const used = await trx
      .insertInto('invites')
      .values({ code_hash: hashText(code), used_by: key, used_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((used.numInsertedOrUpdatedRows ?? 0n) === 0n)
      return refuse(
        403,
        'account.invite-used',
        'This invitation has been used. Ask the relay’s operator for another code.',
      );
  }
  const quota = await takeQuota(trx, {
    scope: `address:${address}`,
    kind: 'accounts',
    limit: limits.accountsPerAddressPerDay,
    now,
  });
  if (!quota.ok) return quota;
  await trx.insertInto('accounts').values({ key, created_at: now }).execute();
  return ok(true);
}

/** Tells whether the owner signed this device out. */
async function isRevoked(trx: RelayTransaction, account: string, deviceId: string): Promise<boolean> {
  const revoked = await trx
    .selectFrom('sessions')
    .select('id')
    .where('account', '=', account)
    .where('device_id', '=', deviceId)
    .where('revoked_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return revoked !== undefined;
}

/** The device's ordinal in its account, the same for ever; null when the account is full. */
async function placeDevice(trx: RelayTransaction, account: string, deviceId: string): Promise<number | null> {
  // Raising the counter first locks the account's row, so two devices can never be given one ordinal.
  const { device_count: next } = await trx
    .updateTable('accounts')
    .set((column) => ({ device_count: column('device_count', '+', 1) }))
    .where('key', '=', account)
    .returning('device_count')
    .executeTakeFirstOrThrow();
  const known = await trx
    .selectFrom('devices')
    .select('ordinal')
    .where('account', '=', account)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  if (!known && next <= mostDevices) {
    await trx.insertInto('devices').values({ account, device_id: deviceId, ordinal: next }).execute();
    return next;
  }
  await trx
    .updateTable('accounts')
    .set({ device_count: next - 1 })
    .where('key', '=', account)
    .execute();
  return known?.ordinal ?? null;
}

/** SHA-256 of a session token, as stored. */
export function hashToken(token: Uint8Array): string {
  return createHash('sha256').update(token).digest('hex');
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Compares in constant time, whatever the lengths. */
function isSameText(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
