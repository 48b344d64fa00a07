import type { AskedAmounts } from './rest.ts';

/**
 * What the relay watches for one payment option of one published invoice: all it knows in the clear.
 * Addresses are lower-case; times are Unix seconds; units are the token's base units.
 */
export interface Watch {
  readonly linkId: string;
  readonly chainId: number;
  readonly token: `0x${string}`;
  readonly address: `0x${string}`;
  readonly ownAddress: boolean;
  readonly exact: bigint;
  readonly tagged: bigint;
  /** 32 hex digits; see `PaymentTerms.tag`. */
  readonly tag: string;
  readonly expiresAt: number;
  readonly monitorUntil: number;
  /** What settles the rest once a part is paid; see `restToPay`. Absent while nothing is paid, and when all is. */
  readonly rest?: AskedAmounts;
}
