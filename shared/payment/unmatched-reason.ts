/**
 * Why a transfer to a watched address is credited to nothing.
 *
 * `no-rule`: nothing says whose it is; `wrong-token`: a known stablecoin that the invoice does not take; `wrong-chain`:
 * the right address on a chain that the invoice, or every invoice at it, does not name; `ambiguous`: several invoices
 * fit equally; `monitoring-ended`: it came after the last day on which it was looked for; `internal`: it came from
 * another of the owner's own addresses, and nothing in it names an invoice.
 */
export const unmatchedReasons = [
  'no-rule',
  'wrong-token',
  'wrong-chain',
  'ambiguous',
  'monitoring-ended',
  'internal',
] as const;
/** Why a transfer is credited to nothing. */
export type UnmatchedReason = (typeof unmatchedReasons)[number];
