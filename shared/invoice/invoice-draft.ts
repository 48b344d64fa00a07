import { z } from 'zod';
import { typedPartySchema } from './party.ts';
import { typedTextSchema as typed } from './typed-text-schema.ts';

/**
 * EN 16931 VAT categories (UNTDID 5305) that an invoice line can carry: S standard, Z zero rated, E exempt, AE reverse
 * charge, K intra-community supply, G export outside the EU, O not subject to tax.
 */
export const taxCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const;
/** A VAT category by its letter (UNTDID 5305). */
export type TaxCategory = (typeof taxCategories)[number];

/**
 * A discount as typed: percent of the base ("10") or an amount in the invoice's currency ("25.00"); empty value: none.
 */
export const discountDraftSchema = z.strictObject({ kind: z.enum(['percent', 'amount']), value: typed });
/** A discount as typed. */
export type DiscountDraft = z.infer<typeof discountDraftSchema>;

/**
 * One line of a draft (EN 16931 BG-25). Numbers are decimal text exactly as typed, so that "12." survives autosave;
 * they are checked when the invoice is issued. `id` is stable within the draft (merging devices match lines by it).
 */
export const lineDraftSchema = z.strictObject({
  id: z.string().min(1).max(64),
  description: typed,
  quantity: typed,
  unit: typed,
  unitPrice: typed,
  discount: discountDraftSchema,
  taxCategory: z.enum(taxCategories),
  /** Percent, e.g. "19"; must be "0" for every category but S. */
  taxRate: typed,
  /** Why no tax is charged; needed for E, AE, K, G and O (EN 16931 BT-120). */
  taxReason: typed,
});
/** A line as typed. */
export type LineDraft = z.infer<typeof lineDraftSchema>;

/**
 * An exchange rate that the owner froze: one unit of the invoice's currency is worth `perUnit` of `peg`.
 * `at` is an ISO 8601 instant; `source` says where the figure is from.
 */
export const settlementRateSchema = z.strictObject({
  peg: z.enum(['USD', 'EUR']),
  perUnit: z.string().max(40),
  source: z.string().max(200),
  at: z.string().max(40),
});
/** An exchange rate that the owner froze. */
export type SettlementRate = z.infer<typeof settlementRateSchema>;

/**
 * What a person is writing, at any stage of completeness. Nothing here is trusted: `validateDraft` judges it, and
 * `issueInvoice` turns it into an immutable {@link FrozenInvoice}.
 *
 * Dates are ISO calendar dates (`2027-01-31`) or empty; `issueDate` empty means "the day it is issued".
 * `accept` names the tokens that settle it as `chainId:address` (lower case); null means "as in settings".
 */
export const invoiceDraftSchema = z.strictObject({
  buyer: typedPartySchema,
  contactId: z.string().max(64).nullable(),
  currency: z.string().max(3),
  // A date input lets a year have six digits: what is wrong with it is said at the field.
  issueDate: z.string().max(20),
  dueDate: z.string().max(20),
  /** Whether unit prices exclude or include tax. */
  priceMode: z.enum(['exclusive', 'inclusive']),
  lines: z.array(lineDraftSchema).max(2000),
  discount: discountDraftSchema,
  notes: typed,
  terms: typed,
  purchaseOrder: typed,
  accept: z.array(z.string().max(80)).max(200).nullable(),
  rates: z.array(settlementRateSchema.extend({ perUnit: typed, source: typed })).max(2),
});
/** An invoice as typed, finished or not. */
export type InvoiceDraft = z.infer<typeof invoiceDraftSchema>;
