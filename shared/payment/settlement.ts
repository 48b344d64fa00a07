/** How far an invoice is settled, by confirmed payments alone: the second axis of its state. */
export const settlementStatuses = ['unpaid', 'partial', 'paid', 'overpaid'] as const;
export type SettlementStatus = (typeof settlementStatuses)[number];

/**
 * An invoice's settlement, folded from its payments; minor units of the invoice's currency.
 *
 * `pending` is what is seen or confirming and counts for nothing yet; `late` is true when a counted payment came after
 * the invoice expired; `settledAt` is the block time (Unix seconds) of the payment that completed it.
 */
export interface Settlement {
  readonly status: SettlementStatus;
  readonly due: bigint;
  readonly received: bigint;
  readonly pending: bigint;
  readonly remaining: bigint;
  readonly over: bigint;
  readonly late: boolean;
  readonly settledAt: number | null;
}
