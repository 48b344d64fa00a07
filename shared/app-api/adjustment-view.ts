import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { verificationSchema } from './payment-view.ts';
import { transferViewSchema } from './transfer-view.ts';

/** How money came that no chain shows. */
export const outsideMethods = ['cash', 'bank', 'card', 'other'] as const;

/**
 * What the owner put right on an invoice by hand. `amount` is minor units of the invoice's currency; `undone`
 * ones count for nothing and can be restored. `transfer` is the chain's side of an assignment or a refund, with
 * the device's own check.
 */
export const adjustmentViewSchema = z.object({
  id: z.string(),
  kind: z.enum(['assignment', 'refund', 'paid-outside', 'credit-note', 'tolerance']),
  at: z.iso.datetime(),
  amount: minorUnitsSchema,
  /** Counts by now: an outgoing transfer does so only once it is verified and confirmed. */
  isCounted: z.boolean(),
  undone: z.boolean(),
  /** The owner's own words: a note, a reason. */
  note: z.string(),
  method: z.enum(outsideMethods).nullable(),
  /** The credit note's number. */
  number: z.string().nullable(),
  transfer: transferViewSchema.extend({ verification: verificationSchema }).nullable(),
});
/** One thing that the owner put right on an invoice, as a screen shows it. */
export type AdjustmentView = z.infer<typeof adjustmentViewSchema>;
