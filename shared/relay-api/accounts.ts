import { z } from 'zod';
import { bytesSchema, clientIdSchema, hex32Schema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

/** Asks for a challenge to sign: 32 random bytes, good once and for two minutes. */
export const createChallenge = operation({
  method: 'POST',
  path: '/v1/challenges',
  summary: 'Begin signing in: get a challenge for an account key',
  auth: 'public',
  params: nothingSchema,
  query: nothingSchema,
  body: z.strictObject({ accountKey: hex32Schema }),
  response: z.strictObject({ challenge: hex32Schema, expiresAt: z.iso.datetime() }),
});

/**
 * Opens a session for a device by the signed challenge; registers the account when it is new and the relay allows it.
 *
 * `signature` is `signAccountChallenge` over the challenge and the relay's origin. `ordinal` is the device's place in
 * the account (1, 2, …), the same for the same device for ever: it chooses the device's number series.
 */
export const createSession = operation({
  method: 'POST',
  path: '/v1/sessions',
  summary: 'Sign a device in, registering the account if it is new',
  auth: 'public',
  params: nothingSchema,
  query: nothingSchema,
  body: z.strictObject({
    accountKey: hex32Schema,
    challenge: hex32Schema,
    signature: z.string().regex(/^[0-9a-f]{128}$/),
    device: z.strictObject({ id: clientIdSchema, name: z.string().min(1).max(100) }),
    invite: z.string().max(100).optional(),
  }),
  response: z.strictObject({
    token: bytesSchema,
    sessionId: z.string(),
    ordinal: z.int().positive(),
    /** True when this call created the account. */
    registered: z.boolean(),
  }),
});

/** A signed-in device, as its owner sees it. */
export const deviceSessionSchema = z.strictObject({
  sessionId: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  ordinal: z.int().positive(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
});

/** Lists the devices that are signed in to the caller's account; `current` marks the caller's own. */
export const listSessions = operation({
  method: 'GET',
  path: '/v1/sessions',
  summary: 'The devices that are signed in',
  auth: 'session',
  params: nothingSchema,
  query: nothingSchema,
  body: nothingSchema,
  response: z.strictObject({ sessions: z.array(deviceSessionSchema) }),
});

/**
 * Signs a device of the caller's account out for good: its token opens nothing any more. `revoked` is false where no
 * such session was.
 */
export const revokeSession = operation({
  method: 'DELETE',
  path: '/v1/sessions/:id',
  summary: 'Sign a device out for good',
  auth: 'session',
  params: z.strictObject({ id: z.string().max(64) }),
  query: nothingSchema,
  body: nothingSchema,
  response: z.strictObject({ revoked: z.boolean() }),
});
