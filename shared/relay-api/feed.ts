import { z } from 'zod';
import { bytesSchema, checkpointSchema, hex32Schema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

/** Most rows in one push or one page. */
export const feedPageLimit = 200;

/** Largest sealed document, in base64url characters. */
export const sealedDocumentLimit = 1_500_000;

/** Largest body of a push, in bytes. What does not fit in one goes in several. */
export const pushBodyLimit = 16_000_000;

const revSchema = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * A sealed document. `id` and `collection` are keyed hashes, so the relay learns neither; `rev` is 16 random bytes per
 * write, the only thing that conflicts are decided by; deletion is inside the seal.
 */
export const sealedRowSchema = z.strictObject({
  collection: hex32Schema,
  id: hex32Schema,
  rev: revSchema,
  sealed: bytesSchema.max(sealedDocumentLimit),
});
/** A sealed document as the relay keeps it. */
export type SealedRow = z.infer<typeof sealedRowSchema>;

/** A sealed document as a device writes it. */
export const pushRowSchema = sealedRowSchema.extend({
  /** The `rev` that this write replaces; null when the writer knows of none. */
  assumedRev: revSchema.nullable(),
});
/** A write of a sealed document. */
export type PushRow = z.infer<typeof pushRowSchema>;

/** What became of one pushed row; a bad row never fails its batch. `rev` is the pushed row's. */
export const pushOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('stored'), id: hex32Schema, seq: z.int() }),
  z.strictObject({ outcome: z.literal('conflict'), id: hex32Schema, current: sealedRowSchema }),
  z.strictObject({
    outcome: z.literal('rejected'),
    id: z.string(),
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
  }),
]);
/** What became of one pushed row. */
export type PushOutcome = z.infer<typeof pushOutcomeSchema>;

/**
 * Writes sealed documents, each alone. A row whose `rev` is already stored is `stored` again (a repeated push is safe).
 * Rows are validated one by one on the server, so the body's rows are left open here.
 */
export const pushFeed = operation({
  method: 'POST',
  path: '/v1/feed',
  summary: 'Write sealed documents',
  auth: 'session',
  params: nothingSchema,
  query: nothingSchema,
  body: z.strictObject({ rows: z.array(z.unknown()).min(1).max(feedPageLimit) }),
  response: z.strictObject({ outcomes: z.array(pushOutcomeSchema) }),
});

/**
 * Reads a collection's sealed documents in order of `seq`: exactly `limit` rows whenever more exist. A checkpoint of
 * another epoch, or none, reads from the beginning; the answer carries the epoch in force.
 */
export const pullFeed = operation({
  method: 'GET',
  path: '/v1/feed',
  summary: 'Read sealed documents after a checkpoint',
  auth: 'session',
  params: nothingSchema,
  query: z.strictObject({
    collection: hex32Schema,
    epoch: z.string().max(40).default(''),
    seq: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(feedPageLimit).default(100),
  }),
  body: nothingSchema,
  response: z.strictObject({ rows: z.array(sealedRowSchema), checkpoint: checkpointSchema }),
});

/**
 * Server-sent events of an account (`GET /v1/stream`, not JSON): `feed` with `{epoch, seq, sessionId}` after a write
 * (`sessionId` is the writer's, so a device can skip its own echo), `event` with `{epoch, seq}` when the events feed
 * has grown, and a comment line every 15 s.
 */
export const streamPath = '/v1/stream';
