import { z } from 'zod';

/** What an entry of an invoice's history tells of: the courier's, the payers' and the owner's doings. */
export const timelineKinds = [
  'created',
  'issued',
  'published',
  'chains-unwatched',
  'email-queued',
  'email-sent',
  'email-failed',
  'payment-seen',
  'payment-confirmed',
  'payment-final',
  'payment-reversed',
  'payment-verified',
  'payment-mismatch',
  'payment-assumed',
  'payment-moved',
  'payment-unreported',
  'payment-assigned',
  'payment-released',
  'tolerance-used',
  'refund-recorded',
  'refund-verified',
  'refund-mismatch',
  'paid-outside',
  'credited',
  'written-off',
  'adjustment-undone',
  'receipt-queued',
  'receipt-sent',
  'settled',
  'unsettled',
  'voided',
  'reinstated',
] as const;

/** One entry of an invoice's history. `detail` is a plain sentence; `paymentKey` ties it to a payment. */
export const timelineEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(timelineKinds),
  detail: z.string(),
  paymentKey: z.string().nullable(),
  txHash: z.string().nullable(),
});
/** One entry of an invoice's history. */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
