import { z } from 'zod';
import { receiptSchema } from '../payment/receipt.ts';
import { signatureSchema } from './signed-invoice.ts';

/** A receipt with the seller's signature over it (`SignedKind` `receipt`). */
export const signedReceiptSchema = z.strictObject({ receipt: receiptSchema, signature: signatureSchema });
/** A receipt and its seller's signature. */
export type SignedReceipt = z.infer<typeof signedReceiptSchema>;
