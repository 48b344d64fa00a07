import { z } from 'zod';
import { minorUnitsSchema, taxSubtotalSchema } from './frozen-invoice.ts';
import { partySchema } from './party.ts';

/**
 * What is credited, minor units, none negative: without tax, its tax, with tax, and by rate (EN 16931 BG-22, BG-23).
 */
export const creditTotalsSchema = z.strictObject({
  net: minorUnitsSchema,
  tax: minorUnitsSchema,
  total: minorUnitsSchema,
  taxes: z.array(taxSubtotalSchema).min(1),
});
/** What a credit note takes off, in minor units. */
export type CreditTotals = z.infer<typeof creditTotalsSchema>;

/**
 * A credit note: takes a sum off an issued invoice, which itself never changes (EN 16931 BT-3, code 381). This is the
 * whole of what the seller signs.
 *
 * `invoice` says which one it corrects: its number and date (BT-25, BT-26), its id here, and its total. Sums are
 * positive, as code 381 wants. It has no lines of its own: where a structured document must have some (BR-16), each row
 * of `taxes` is one, with its taxable sum as the line's amount. The parties are the invoice's own copies.
 */
export const creditNoteSchema = z.strictObject({
  format: z.literal('quittance/credit-note'),
  version: z.literal(1),
  /** The credit note's own id. */
  id: z.string().min(1).max(64),
  number: z.string().min(1).max(60),
  issueDate: z.iso.date(),
  invoice: z.strictObject({
    id: z.string().min(1).max(64),
    number: z.string().min(1).max(60),
    issueDate: z.iso.date(),
    total: minorUnitsSchema,
  }),
  currency: z.string().length(3),
  seller: partySchema,
  buyer: partySchema,
  /** The buyer's order that the invoice named (BT-13); empty where it named none. */
  purchaseOrder: z.string(),
  /** Why, in the seller's own words (BT-22); may be empty. */
  reason: z.string(),
  totals: creditTotalsSchema,
});
/** A credit note as it is signed. */
export type CreditNote = z.infer<typeof creditNoteSchema>;

/** The prefix of credit notes' numbers: `CN-2026-0001`, on the second device `CN-2026-B0001`. */
export const creditNotePrefix = 'CN';
