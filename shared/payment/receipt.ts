import { z } from 'zod';
import { minorUnitsSchema } from '../invoice/frozen-invoice.ts';
import { partySchema } from '../invoice/party.ts';
import { addressSchema, unitsSchema } from './payment-terms.ts';

const hashSchema = z.string().regex(/^0x[0-9a-f]{64}$/);

/**
 * A transfer on a chain as a receipt shows it. `at` is its block's time; `units` are base units of the token; `amount`
 * is what it is worth, minor units of the invoice's currency. `isFinal`: its chain has finalised its block, so that no
 * reorganisation can take it back.
 */
const transferSchema = z.strictObject({
  at: z.iso.datetime(),
  chainId: z.int().positive(),
  blockNumber: unitsSchema,
  txHash: hashSchema,
  token: addressSchema,
  symbol: z.string().max(40),
  decimals: z.int().min(0).max(255),
  units: unitsSchema,
  amount: minorUnitsSchema,
  isFinal: z.boolean(),
});

/** A payment; `confirmations` are no more than the `requiredConfirmations` with which it counts. */
export const receiptPaymentSchema = transferSchema.extend({
  from: addressSchema,
  confirmations: z.int().nonnegative(),
  requiredConfirmations: z.int().positive(),
});
/** A payment as a receipt shows it. */
export type ReceiptPayment = z.infer<typeof receiptPaymentSchema>;

/** Money that went back to the payer. */
export const receiptRefundSchema = transferSchema.extend({ to: addressSchema });
/** A refund as a receipt shows it. */
export type ReceiptRefund = z.infer<typeof receiptRefundSchema>;

/** Money that came where no chain shows it. */
export const receiptOutsideSchema = z.strictObject({
  date: z.iso.date(),
  method: z.enum(['cash', 'bank', 'card', 'other']),
  amount: minorUnitsSchema,
});
/** Money that no chain shows, as a receipt tells of it. */
export type ReceiptOutside = z.infer<typeof receiptOutsideSchema>;

/** A credit note that stands. */
export const receiptCreditSchema = z.strictObject({
  number: z.string().min(1).max(60),
  issueDate: z.iso.date(),
  amount: minorUnitsSchema,
});
/** A credit note as a receipt names it. */
export type ReceiptCredit = z.infer<typeof receiptCreditSchema>;

/**
 * What a receipt comes to, minor units. `due` is the invoice's total less `credited`; `paid` what came on chains and
 * `outside` what came elsewhere; `refunded` what went back; `received` is paid + outside − refunded; `forgiven` a rest
 * that the seller lets go; `over` what is received beyond what is due. `isFinal`: all of it is settled by what no
 * reorganisation can take away.
 */
export const receiptTotalsSchema = z.strictObject({
  total: minorUnitsSchema,
  credited: minorUnitsSchema,
  due: minorUnitsSchema,
  paid: minorUnitsSchema,
  outside: minorUnitsSchema,
  refunded: minorUnitsSchema,
  received: minorUnitsSchema,
  forgiven: minorUnitsSchema,
  over: minorUnitsSchema,
  isFinal: z.boolean(),
});
/** What a receipt comes to, in minor units as decimal text. */
export type ReceiptTotals = z.infer<typeof receiptTotalsSchema>;

/**
 * A receipt: says that an issued invoice is paid, and by what. This is the whole of what the seller signs.
 *
 * It is made from the ledger as it stands: the same state of the ledger gives the same receipt. `date` is the day (UTC)
 * of the last thing that it tells of, `settledAt` of what completed the payment. Each list is in order of time.
 */
export const receiptSchema = z.strictObject({
  format: z.literal('quittance/receipt'),
  version: z.literal(1),
  invoice: z.strictObject({
    id: z.string().min(1).max(64),
    number: z.string().min(1).max(60),
    issueDate: z.iso.date(),
  }),
  date: z.iso.date(),
  settledAt: z.iso.datetime().nullable(),
  currency: z.string().length(3),
  seller: partySchema,
  buyer: partySchema,
  purchaseOrder: z.string(),
  payments: z.array(receiptPaymentSchema),
  outside: z.array(receiptOutsideSchema),
  refunds: z.array(receiptRefundSchema),
  credits: z.array(receiptCreditSchema),
  totals: receiptTotalsSchema,
});
/** A receipt as it is signed. */
export type Receipt = z.infer<typeof receiptSchema>;
