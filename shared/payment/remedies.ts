import type { Payment } from './payment.ts';

/** A sum of an invoice's currency, in minor units, with the instant from which it counts (Unix seconds). */
export interface DatedSum {
  readonly amount: bigint;
  readonly at: number;
}

/**
 * A transfer, or a part of one, that its owner credits to the invoice: a payment by rule `manual` whose `units` are the
 * part's. `value` is what the owner says it is worth (minor units), used only where the terms do not name its token.
 */
export interface AssignedPart {
  readonly payment: Payment;
  readonly value: bigint | null;
}

/**
 * A transfer that went back to the payer, verified and confirmed. `value` (minor units) is what it is worth where the
 * terms do not name its token.
 */
export interface RefundMade {
  readonly chainId: number;
  readonly token: string;
  /** Base units as decimal text. */
  readonly units: string;
  readonly value: bigint;
  readonly at: number;
  readonly isFinal: boolean;
}

/** What an owner put right on an invoice by hand, without what was undone and without refunds that do not count yet. */
export interface Remedies {
  readonly assigned: readonly AssignedPart[];
  readonly refunds: readonly RefundMade[];
  readonly outside: readonly DatedSum[];
  readonly credits: readonly DatedSum[];
  /** The largest shortfall that is forgiven; null where none was. */
  readonly tolerance: DatedSum | null;
}

/** Nothing was put right by hand. */
export const noRemedies: Remedies = { assigned: [], refunds: [], outside: [], credits: [], tolerance: null };
