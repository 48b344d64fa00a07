/** How far an invoice is settled, by what counts alone: the second axis of its state. */
export const settlementStatuses = ['unpaid', 'partial', 'paid', 'overpaid'] as const;
/** How far an invoice is settled, in a word. */
export type SettlementStatus = (typeof settlementStatuses)[number];

/** Tells whether a status stands for an invoice that asks for nothing more. */
export function isSettled(status: SettlementStatus | 'none'): boolean {
  return status === 'paid' || status === 'overpaid';
}

/**
 * An invoice's settlement, folded from its payments and its owner's remedies; minor units of the invoice's currency.
 *
 * `due` is the total less credit notes (`credited`), never below zero. `received` is what has come less what went
 * back: counted payments, assigned parts and what was paid `outside`, minus `refunded`. `forgiven` is a shortfall
 * that a recorded tolerance covers. `pending` is what is seen or confirming and counts for nothing yet; `late` is
 * true when a counted payment came after the invoice expired. `isFinal`: it is settled, and by what no reorganisation
 * can take away. `settledAt` is when that which completed it happened (Unix seconds; the block time of a payment),
 * null while it is not settled.
 */
export interface Settlement {
  readonly status: SettlementStatus;
  readonly due: bigint;
  readonly received: bigint;
  readonly pending: bigint;
  readonly remaining: bigint;
  readonly over: bigint;
  readonly credited: bigint;
  readonly refunded: bigint;
  readonly outside: bigint;
  readonly forgiven: bigint;
  readonly isFinal: boolean;
  readonly late: boolean;
  readonly settledAt: number | null;
}
