import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { paymentSchema } from '../payment/payment.ts';
import { verificationSchema } from './payment-view.ts';
import { transferViewSchema } from './transfer-view.ts';

/** An invoice that an unmatched transfer may belong to, with what speaks for it in plain words, strongest first. */
export const suggestionSchema = z.object({
  invoiceId: z.string(),
  number: z.string(),
  buyerName: z.string(),
  currency: z.string(),
  remaining: minorUnitsSchema,
  reasons: z.array(z.string()).min(1),
});
/** An invoice that an unmatched transfer may belong to. */
export type Suggestion = z.infer<typeof suggestionSchema>;

/**
 * The lists of the inbox: what waits for a decision, what was assigned by hand, what is the owner's
 * own moving of money.
 */
export const inboxLists = ['open', 'assigned', 'internal'] as const;
/** One of the inbox's lists. */
export type InboxList = (typeof inboxLists)[number];

/**
 * A transfer to one of the owner's addresses that no rule credits to an invoice, or that the owner took off one.
 * `value` is its worth in the currency of its token's peg, minor units; null for a token that nobody knows.
 * `explanation` says in a sentence why it is here. `assignment` is the owner's word on it, if any.
 */
export const unmatchedViewSchema = transferViewSchema.extend({
  key: z.string(),
  at: z.iso.datetime(),
  currency: z.string().nullable(),
  value: minorUnitsSchema.nullable(),
  from: z.string(),
  state: paymentSchema.shape.state,
  confirmations: z.int(),
  requiredConfirmations: z.int(),
  explanation: z.string(),
  verification: verificationSchema,
  suggestions: z.array(suggestionSchema),
  assignment: z
    .object({
      internal: z.boolean(),
      parts: z.array(
        z.object({
          invoiceId: z.string(),
          number: z.string(),
          buyerName: z.string(),
          currency: z.string(),
          units: z.string(),
          value: minorUnitsSchema,
        }),
      ),
    })
    .nullable(),
});
/** A transfer of the inbox, as a screen shows it. */
export type UnmatchedView = z.infer<typeof unmatchedViewSchema>;
