import { z } from 'zod';
import { unitsSchema } from '../payment/payment-terms.ts';
import { linkIdSchema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

/** A part of a transfer that its owner credits to a published invoice: base units of the transfer's token. */
export const assignmentPartSchema = z.strictObject({ linkId: linkIdSchema, units: unitsSchema });

/**
 * The owner's own word on a transfer to one of their watched addresses, in place of the relay's attribution: `parts` say which
 * links it pays (none: it pays nothing, as an internal one does); null takes the word back. Parts must not come to more than
 * the transfer holds (`assignment.exceeds-transfer`) and name links of the account (`assignment.unknown-link`); a transfer
 * that the relay never told is `assignment.unknown-transfer`. Idempotent. Payment pages of the links concerned show it as a payment by rule
 * `manual`; the word follows the same transfer into another block after a reorganisation.
 */
export const putAssignment = operation({
  method: 'PUT',
  path: '/v1/assignments',
  summary: "The owner's own word on whose payment a transfer is",
  auth: 'session',
  params: nothingSchema,
  query: nothingSchema,
  body: z.strictObject({
    /** The transfer's key, as told in events. */
    key: z.string().min(1).max(180),
    parts: z.array(assignmentPartSchema).max(50).nullable(),
  }),
  response: z.strictObject({ key: z.string() }),
});
