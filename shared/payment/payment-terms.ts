import { z } from 'zod';
import { frozenInvoiceSchema } from '../invoice/frozen-invoice.ts';
import { settlementRateSchema } from '../invoice/invoice-draft.ts';

/** An EVM address with EIP-55 capitals. */
export const addressSchema = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** A token quantity in the contract's base units, as decimal text. */
export const unitsSchema = z.string().regex(/^\d{1,78}$/);

/**
 * One way to settle an invoice: this token contract, on this chain, to this address.
 *
 * `exact` is what is due in base units; `tagged` is `exact` plus the invoice's tail (under one cent), which
 * tells payers at a shared address apart. `ownAddress` is true where the address belongs to this invoice alone
 * (then tagged = exact).
 */
export const paymentOptionSchema = z.strictObject({
  chainId: z.int().positive(),
  token: addressSchema,
  symbol: z.string().max(20),
  decimals: z.int().min(0).max(36),
  address: addressSchema,
  ownAddress: z.boolean(),
  exact: unitsSchema,
  tagged: unitsSchema,
});
/** One way to settle an invoice: a token, a chain and an address, with the base units that are due. */
export type PaymentOption = z.infer<typeof paymentOptionSchema>;

/**
 * How an invoice may be paid, frozen at issue.
 *
 * `tag` is 16 random bytes in hex (no 0x) that the page's wallet button appends to the transfer's calldata; `tail` is
 * the invoice's own sub-cent amount in millionths of a token (0 when every option has its own address); `rates` are set
 * only for pairs that are not at par. `expiresAt` and `monitorUntil` are ISO 8601 instants: after the first a payment
 * is late, after the second it is nobody's and goes to the unmatched inbox.
 */
export const paymentTermsSchema = z.strictObject({
  options: z.array(paymentOptionSchema).min(1).max(200),
  tag: z.string().regex(/^[0-9a-f]{32}$/),
  tail: z.int().min(0).max(9999),
  rates: z.array(settlementRateSchema),
  expiresAt: z.iso.datetime(),
  monitorUntil: z.iso.datetime(),
});
/** How an invoice may be paid, as frozen at issue. */
export type PaymentTerms = z.infer<typeof paymentTermsSchema>;

/** The whole of what the seller signs: the invoice and the terms on which it is paid. */
export const payableInvoiceSchema = z.strictObject({
  format: z.literal('quittance/payable-invoice'),
  version: z.literal(1),
  invoice: frozenInvoiceSchema,
  terms: paymentTermsSchema,
});
/** What the seller signs: an invoice with its terms. */
export type PayableInvoice = z.infer<typeof payableInvoiceSchema>;
