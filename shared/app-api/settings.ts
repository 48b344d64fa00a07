import { z } from 'zod';
import { typedPartySchema } from '../invoice/party.ts';

/** Where an invoice's money arrives; see `settingsSchema`. */
export const receivingModes = ['shared', 'account', 'forwarder'] as const;
/** One of the ways in which an invoice gets an address to be paid at. */
export type ReceivingMode = (typeof receivingModes)[number];

/**
 * What the owner set. `accept` names tokens as `chainId:address`, lower case; `rpcEndpoints` maps a chain id (as text)
 * to the owner's own endpoints; `logo` is a data URL (PNG, JPEG or SVG, 300 kB) or null; `monitorDays` is how long
 * after the due date payments are still watched for.
 *
 * `receiving` says where money arrives: one `shared` address (`wallet`) with tagged amounts, an address per invoice
 * from an `account` xpub, or a `forwarder` contract per invoice whose only destination is `wallet`. `tolerance` is how
 * short an invoice may be and still count as paid: `absolute` in the invoice's currency and `percent` of its total,
 * decimals as typed, empty for none; where both are set, a shortfall must be within both. `assumeExactAmount` lets the
 * relay credit an amount without its tail where exactly one open invoice fits. `confirmations` maps a chain id (as
 * text) to the owner's own minimum. `sendReceipts` emails a receipt by itself once a payment is final.
 */
export const settingsSchema = z.object({
  seller: typedPartySchema,
  logo: z.string().max(400_000).nullable(),
  wallet: z.string().max(64),
  accept: z.array(z.string().max(80)).max(200),
  currency: z.string().max(3),
  dueDays: z.int().min(0).max(3650),
  notes: z.string().max(20_000),
  terms: z.string().max(20_000),
  numberPrefix: z.string().max(12),
  monitorDays: z.int().min(1).max(3650),
  emailMode: z.enum(['pdf', 'link']),
  relayOrigin: z.string().max(500),
  rpcEndpoints: z.record(z.string(), z.array(z.string().max(500)).max(5)),
  receiving: z.strictObject({ mode: z.enum(receivingModes), xpub: z.string().max(200) }),
  tolerance: z.strictObject({ absolute: z.string().max(40), percent: z.string().max(20) }),
  assumeExactAmount: z.boolean(),
  confirmations: z.record(z.string(), z.int().min(1).max(10_000)),
  sendReceipts: z.boolean(),
});
/** All that the owner set; units and forms are those of `settingsSchema`. */
export type Settings = z.infer<typeof settingsSchema>;
