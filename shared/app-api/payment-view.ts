import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { paymentSchema } from '../payment/payment.ts';

/**
 * What the owner's own RPC endpoint says of a payment that the relay reported. `waiting`: not asked yet, or the
 * endpoint is out of reach; `verified`: receipt, log, block hash and confirmations agree; `mismatch`: they do not, so
 * it is not counted; `unchecked`: no endpoint of the owner's own is set for that chain.
 */
export const verificationSchema = z.object({
  status: z.enum(['waiting', 'verified', 'mismatch', 'unchecked']),
  detail: z.string(),
  checkedAt: z.iso.datetime().nullable(),
});
/** How the device's own check of a payment stands. */
export type Verification = z.infer<typeof verificationSchema>;

/**
 * A payment as shown: the ledger's entry, with names, its worth in the invoice's currency, and the device's own check.
 */
export const paymentViewSchema = z.object({
  payment: paymentSchema,
  symbol: z.string(),
  decimals: z.int(),
  chainName: z.string(),
  explorerUrl: z.string().nullable(),
  value: minorUnitsSchema,
  verification: verificationSchema,
  /** True where the chain has finalised its block by the word of whoever was asked last: "paid" and "final" differ. */
  isFinal: z.boolean(),
  /** For a reversed one: the key of the same transfer in the block that holds it now; null where there is none. */
  movedTo: z.string().nullable(),
  /** True where the relay has not told of it, and the owner's own endpoint found it. */
  unreported: z.boolean(),
});
/** A payment as a screen shows it. */
export type PaymentView = z.infer<typeof paymentViewSchema>;
