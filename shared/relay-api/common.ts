import { z } from 'zod';

/** No parameters, no query or no body. */
export const nothingSchema = z.strictObject({}).optional();

/** Bytes as base64url without padding. */
export const bytesSchema = z.string().regex(/^[A-Za-z0-9_-]*$/);

/** 32 bytes in lower-case hex: a public key or a keyed hash. */
export const hex32Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A public link's id: 16 random bytes as base64url. */
export const linkIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** An id that the client chose: idempotency keys, device ids. */
export const clientIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/**
 * Where a reader of a feed stands: `seq` counts up within `epoch`, which changes when a relay comes back from a backup
 * (a reader of another epoch begins again from 0).
 */
export const checkpointSchema = z.strictObject({ epoch: z.string().max(40), seq: z.int().nonnegative() });
/** Where a reader of a feed stands. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** A failure of any call: RFC 9457 problem details with a stable `code` and whether the same call may succeed later. */
export const relayProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  retryable: z.boolean(),
  /** Seconds to wait before a retry, where the relay can say. */
  retryAfter: z.int().optional(),
  path: z.array(z.union([z.string(), z.int()])).optional(),
});
/** A failure as the relay tells it. */
export type RelayProblem = z.infer<typeof relayProblemSchema>;
