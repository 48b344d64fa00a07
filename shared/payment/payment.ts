import { z } from 'zod';
import { confirmationWaits } from '../money/confirmation-policy.ts';
import { addressSchema, unitsSchema } from './payment-terms.ts';

/**
 * By which rule a transfer was credited to an invoice. `assumed`: the amount without its tail, where exactly one open
 * invoice fitted and its owner allows that; `manual`: the owner's own word.
 */
export const attributionRules = ['own-address', 'tag', 'tagged-amount', 'assumed', 'manual'] as const;
/** The rule by which a transfer was credited. */
export type AttributionRule = (typeof attributionRules)[number];

/**
 * Where a payment stands on its chain. `seen`: in a block, no confirmation asked for yet or fewer than one;
 * `confirming`: some of the confirmations it needs; `confirmed`: all of them, it counts; `final`: the chain has
 * finalised its block; `reversed`: a reorganisation took its block away, it does not count.
 */
export const paymentStates = ['seen', 'confirming', 'confirmed', 'final', 'reversed'] as const;
/** Where a payment stands on its chain. */
export type PaymentState = (typeof paymentStates)[number];

/**
 * A transfer credited to an invoice, as kept in ledgers and sent over the wire. `key` is `transferKey` of its log;
 * `blockNumber` and `units` are decimal text; `blockTime` is Unix seconds; hashes and addresses are lower-case hex.
 * `confirmations` counts the payment's own block as one, and reaches `requiredConfirmations` only when nothing else is
 * waited for: see `countConfirmations`.
 */
export const paymentSchema = z.strictObject({
  key: z.string(),
  chainId: z.int().positive(),
  blockNumber: unitsSchema,
  blockHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  blockTime: z.int(),
  txHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  logIndex: z.int().nonnegative(),
  token: addressSchema,
  from: addressSchema,
  to: addressSchema,
  units: unitsSchema,
  rule: z.enum(attributionRules),
  state: z.enum(paymentStates),
  confirmations: z.int().nonnegative(),
  requiredConfirmations: z.int().positive(),
  /** What it waits for beside that many blocks: the chain's own word. Absent: nothing. */
  awaits: z.enum(confirmationWaits).optional(),
  /** True when its block is later than the invoice's `expiresAt`. */
  late: z.boolean(),
});
/** A transfer that is credited to an invoice. */
export type Payment = z.infer<typeof paymentSchema>;
