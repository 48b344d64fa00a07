import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { invoiceDraftSchema } from '../invoice/invoice-draft.ts';
import { displayStates, lifecycles } from '../invoice/lifecycle.ts';
import { settlementStatuses } from '../payment/settlement.ts';
import { signedInvoiceSchema } from '../sealing/signed-invoice.ts';
import { adjustmentViewSchema } from './adjustment-view.ts';
import { deliveryStates } from './invoice-row.ts';
import { jobViewSchema } from './job-view.ts';
import { paymentViewSchema } from './payment-view.ts';
import { problemSchema } from './problem-schema.ts';
import { timelineEntrySchema } from './timeline-entry.ts';

/** Settlement on the wire: `Settlement` with its bigints as decimal text. */
export const settlementViewSchema = z.object({
  status: z.enum(settlementStatuses),
  due: minorUnitsSchema,
  received: minorUnitsSchema,
  pending: minorUnitsSchema,
  remaining: minorUnitsSchema,
  over: minorUnitsSchema,
  credited: minorUnitsSchema,
  refunded: minorUnitsSchema,
  outside: minorUnitsSchema,
  forgiven: minorUnitsSchema,
  isFinal: z.boolean(),
  late: z.boolean(),
  settledAt: z.int().nullable(),
});
/** How far an invoice is settled, as it goes over the wire. */
export type SettlementView = z.infer<typeof settlementViewSchema>;

/** One invoice, whole. `draft` stays after issue as it was; `signed` is null until then; `link` carries its key. */
export const invoiceViewSchema = z.object({
  id: z.string(),
  lifecycle: z.enum(lifecycles),
  state: z.enum(displayStates),
  draft: invoiceDraftSchema,
  signed: signedInvoiceSchema.nullable(),
  signatureFingerprint: z.string().nullable(),
  settlement: settlementViewSchema.nullable(),
  payments: z.array(paymentViewSchema),
  adjustments: z.array(adjustmentViewSchema),
  timeline: z.array(timelineEntrySchema),
  jobs: z.array(jobViewSchema),
  link: z.string().nullable(),
  delivery: z.enum(deliveryStates),
  /** Why it cannot be issued yet; empty when it can. */
  problems: z.array(problemSchema),
  /**
   * Other invoices that were given the same number, by a data folder put back from an older copy or copied
   * to a second computer.
   */
  sameNumber: z.array(z.object({ id: z.string(), buyerName: z.string() })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
/** One invoice with everything that its screen shows. */
export type InvoiceView = z.infer<typeof invoiceViewSchema>;
