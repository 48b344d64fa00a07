import { z } from 'zod';
import { paymentSchema } from '../payment/payment.ts';
import { unmatchedReasons } from '../payment/unmatched-reason.ts';
import { checkpointSchema, linkIdSchema, nothingSchema } from './common.ts';
import { mailStateSchema } from './mail.ts';
import { chainStateSchema } from './links.ts';
import { operation } from './operation.ts';

/**
 * Something the relay saw that its owner must know. `payment` carries the payment's whole present state (the newest
 * event of a key wins); `unmatched` a transfer that no rule attributes; `mail` a mail job's state.
 */
export const relayEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('payment'),
    seq: z.int(),
    at: z.iso.datetime(),
    linkId: linkIdSchema,
    payment: paymentSchema,
  }),
  z.strictObject({
    type: z.literal('unmatched'),
    seq: z.int(),
    at: z.iso.datetime(),
    reason: z.enum(unmatchedReasons),
    /** Links that it might belong to, best first. */
    candidates: z.array(linkIdSchema),
    transfer: paymentSchema.omit({ rule: true, late: true }),
  }),
  z.strictObject({
    type: z.literal('mail'),
    seq: z.int(),
    at: z.iso.datetime(),
    linkId: linkIdSchema,
    mail: mailStateSchema,
  }),
]);
/** Something that the relay saw. */
export type RelayEvent = z.infer<typeof relayEventSchema>;

/**
 * Reads the account's events in order of `seq`, at most `limit`. A checkpoint of another epoch, or none, reads from the
 * beginning; the answer carries the one to go on from.
 */
export const listEvents = operation({
  method: 'GET',
  path: '/v1/events',
  summary: 'What has happened to published invoices since a checkpoint',
  auth: 'session',
  params: nothingSchema,
  query: z.strictObject({
    epoch: z.string().max(40).default(''),
    seq: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  body: nothingSchema,
  response: z.strictObject({ events: z.array(relayEventSchema), checkpoint: checkpointSchema }),
});

/** Every chain the relay watches, and how far it has read it; also what tokens it accepts there. */
export const listChains = operation({
  method: 'GET',
  path: '/v1/chains',
  summary: 'The chains that this relay watches',
  auth: 'public',
  params: nothingSchema,
  query: nothingSchema,
  body: nothingSchema,
  response: z.strictObject({
    chains: z.array(chainStateSchema),
    tokens: z.array(z.strictObject({ chainId: z.int(), address: z.string(), symbol: z.string(), decimals: z.int() })),
    practice: z.boolean(),
  }),
});
