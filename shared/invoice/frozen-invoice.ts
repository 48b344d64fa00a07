import { z } from 'zod';
import { partySchema } from './party.ts';
import { taxCategories } from './invoice-draft.ts';

/** Minor units as decimal text, e.g. "120000" for USD 1,200.00; a sign only where a sum can be negative. */
export const minorUnitsSchema = z.string().regex(/^-?\d{1,40}$/);

/** An exact decimal in plain notation, e.g. "2.5" or "-0.125". */
export const decimalSchema = z.string().regex(/^-?\d{1,30}(\.\d{1,20})?$/);

const calendarDateSchema = z.iso.date();

/** A line as issued: canonical decimals, its discount as a sum of money and its net amount frozen (EN 16931 BT-131). */
export const documentLineSchema = z.strictObject({
  description: z.string(),
  quantity: decimalSchema,
  unit: z.string(),
  /** In currency units (not minor units), net or gross after `priceMode`; may have more decimals than the currency. */
  unitPrice: decimalSchema,
  /** Percent as decimal text, when the discount was given so. */
  discountPercent: decimalSchema.nullable(),
  /** Sum taken off the line, minor units, in the line's own price mode. */
  discount: minorUnitsSchema,
  taxCategory: z.enum(taxCategories),
  taxRate: decimalSchema,
  taxReason: z.string(),
  /** Quantity × price − discount, minor units: net of tax when exclusive, gross when inclusive. */
  amount: minorUnitsSchema,
});
/** A line of an issued invoice. */
export type DocumentLine = z.infer<typeof documentLineSchema>;

/** One row of the tax table (EN 16931 BG-23): what is taxed at one rate of one category. Minor units. */
export const taxSubtotalSchema = z.strictObject({
  category: z.enum(taxCategories),
  rate: decimalSchema,
  reason: z.string(),
  taxable: minorUnitsSchema,
  tax: minorUnitsSchema,
});
/** A row of an issued invoice's tax table. */
export type TaxSubtotal = z.infer<typeof taxSubtotalSchema>;

/**
 * Document totals in minor units (EN 16931 BG-22).
 *
 * `lines` sum of line amounts (BT-106, gross when prices include tax); `discount` taken off the document (BT-107);
 * `net` without tax (BT-109); `tax` (BT-110); `total` with tax (BT-112), which is also what is due (BT-115).
 */
export const totalsSchema = z.strictObject({
  lines: minorUnitsSchema,
  discount: minorUnitsSchema,
  net: minorUnitsSchema,
  tax: minorUnitsSchema,
  total: minorUnitsSchema,
  taxes: z.array(taxSubtotalSchema),
});
/** An issued invoice's sums, in minor units as decimal text. */
export type Totals = z.infer<typeof totalsSchema>;

/**
 * An issued invoice: immutable, canonical, complete. The parties are copies, so a contact's later
 * change alters nothing.
 */
export const frozenInvoiceSchema = z.strictObject({
  kind: z.literal('invoice'),
  /** The invoice's own id, stable from draft on. */
  id: z.string().min(1).max(64),
  number: z.string().min(1).max(60),
  issueDate: calendarDateSchema,
  dueDate: calendarDateSchema,
  currency: z.string().length(3),
  seller: partySchema,
  buyer: partySchema,
  priceMode: z.enum(['exclusive', 'inclusive']),
  lines: z.array(documentLineSchema).min(1).max(500),
  discountPercent: decimalSchema.nullable(),
  totals: totalsSchema,
  notes: z.string(),
  terms: z.string(),
  purchaseOrder: z.string(),
});
/** An issued invoice: what the seller signs with its terms, apart from the row that a device keeps of it. */
export type FrozenInvoice = z.infer<typeof frozenInvoiceSchema>;
