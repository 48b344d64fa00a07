/**
 * The owner's own word on transfers.
 *
 * Protocol. An owner may say of any transfer that the relay has told of, credited or unmatched, whose payment it is:
 *
 * - `parts` name published links of the same account, each with base units of the transfer's token. They stand in
 *   place of the relay's attribution: the link it was credited to by rule, if any, no longer has it. Together they
 *   come to no more than the transfer holds; what is left of it pays nothing. Several parts for one link are added up;
 *   parts of 0 units are dropped.
 * - no parts (`[]`): it pays nothing. So an internal one is marked, and an assumption undone.
 * - `null`: the word is taken back, and the attribution by rule stands again.
 *
 * The word belongs to the transfer and not to its block. It is named by the transfer's key, and kept under the id that
 * outlives the block (chain, transaction, token, sender, recipient, units, rank among those alike:
 * shared/payment/lasting-id.ts), so after a reorganisation it stands on the same transfer in its new block. It may come
 * before or after the transfer's confirmations: a part has the state of its transfer at any time.
 *
 * What follows from it, in the same transaction: the links concerned show parts as payments of rule `manual`, with the
 * part's units and a key of their own (the transfer's, `#` and a number); the rest that they ask for is worked out
 * anew, so an exact amount or a rest that comes next is attributed by what the owner said. Events go on telling the
 * transfer as the relay attributes it by rule, each change of its state: a device puts its own word on top.
 *
 * Idempotent: the same word again changes nothing and costs no quota (`LIMIT_ASSIGNMENTS_PER_DAY`); of two, the
 * last one stands. Refusals: `assignment.unknown-transfer`, `assignment.unknown-link`,
 * `assignment.exceeds-transfer`, `limit.quota`.
 */
import { z } from 'zod';
import { unitsSchema } from '../payment/payment-terms.ts';
import { linkIdSchema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

/** A part of a transfer that its owner credits to a published invoice: base units of the transfer's token. */
export const assignmentPartSchema = z.strictObject({ linkId: linkIdSchema, units: unitsSchema });

/**
 * The owner's own word on a transfer, in place of the relay's attribution: the protocol is at the head of this module.
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
