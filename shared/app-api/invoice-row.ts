import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { displayStates } from '../invoice/lifecycle.ts';

/** `open` is everything issued and not settled, overdue ones among them. */
export const invoiceFilters = ['all', 'draft', 'open', 'overdue', 'paid', 'void'] as const;
/** Which invoices a list shows. */
export type InvoiceFilter = (typeof invoiceFilters)[number];

/** A payment on its way, for the list: the one that is furthest behind. */
export const pendingPaymentSchema = z.object({ confirmations: z.int(), requiredConfirmations: z.int() });

/** How the invoice's letters and publications stand: nothing to do, waiting for the relay, or in need of a person. */
export const deliveryStates = ['none', 'queued', 'delivered', 'failed'] as const;

/** One row of the invoice list. Minor units as decimal text; `total` is null while a draft does not add up yet. */
export const invoiceRowSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  buyerName: z.string(),
  issueDate: z.string(),
  dueDate: z.string(),
  currency: z.string(),
  total: minorUnitsSchema.nullable(),
  received: minorUnitsSchema,
  state: z.enum(displayStates),
  pending: pendingPaymentSchema.nullable(),
  delivery: z.enum(deliveryStates),
  updatedAt: z.iso.datetime(),
});
/** One row of the invoice list. */
export type InvoiceRow = z.infer<typeof invoiceRowSchema>;
