import { z } from 'zod';
import { payableInvoiceSchema } from '../payment/payment-terms.ts';

/** An Ed25519 signature over the domain-separated RFC 8785 JSON of what it accompanies. Hex without 0x. */
export const signatureSchema = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  value: z.string().regex(/^[0-9a-f]{128}$/),
});
/** A seller's signature and the key that made it. */
export type Signature = z.infer<typeof signatureSchema>;

/** A payable invoice with the seller's signature over it: what a link envelope holds and a device keeps for ever. */
export const signedInvoiceSchema = z.strictObject({ payable: payableInvoiceSchema, signature: signatureSchema });
/** A payable invoice and its seller's signature. */
export type SignedInvoice = z.infer<typeof signedInvoiceSchema>;
