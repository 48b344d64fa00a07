import { z } from 'zod';
import { problemSchema } from '../../shared/app-api/problem-schema.ts';

/**
 * What the shell says to the engine's process. `open` comes first, once. `port` carries one message port, on which the
 * engine serves `app-api`. The root secret travels in `secret-answer` alone: never in arguments or the environment.
 */
export const toEngineProcessSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    dataDir: z.string().min(1),
    keyDir: z.string().min(1),
    relayOrigin: z.string().nullable(),
    relayInvite: z.string().nullable().default(null),
    practice: z
      .strictObject({
        relayOrigin: z.string(),
        chainId: z.int(),
        rpcUrl: z.string(),
        wallet: z.string(),
        mailInboxUrl: z.string(),
      })
      .nullable(),
    /** Whether the shell can keep a secret in the system's keyring. */
    keyring: z.boolean(),
    passphrase: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('port') }),
  z.strictObject({
    type: z.literal('secret-answer'),
    id: z.int(),
    /** base64url; null where there is none, and for an answer to `save`. */
    secret: z.string().nullable(),
    problem: problemSchema.nullable(),
  }),
  z.strictObject({ type: z.literal('close') }),
]);
/** A message from the shell to the engine's process. */
export type ToEngineProcess = z.infer<typeof toEngineProcessSchema>;

/**
 * What the engine's process says to the shell. `failed` is an expected problem of opening; the process ends after it.
 */
export const fromEngineProcessSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened') }),
  z.strictObject({ type: z.literal('failed'), problem: problemSchema }),
  z.strictObject({ type: z.literal('secret-load'), id: z.int() }),
  z.strictObject({ type: z.literal('secret-save'), id: z.int(), secret: z.string() }),
]);
/** A message from the engine's process to the shell. */
export type FromEngineProcess = z.infer<typeof fromEngineProcessSchema>;
