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
  /**
   * False once the link asks for nothing more: it is wholly paid, void, or settled by its owner's
   * word. Absent: it asks.
   */
  readonly isOpen?: boolean;
  /** Whether its owner lets an amount without the tail be assumed to be this link's. Absent: no. */
  readonly assume?: boolean;
  /** When the invoice was issued: nothing that was sent before can be assumed to be for it. Absent: always. */
  readonly issuedAt?: number;
  /** Confirmations that its owner asks for at least. Absent: no more than the policy. */
  readonly confirmations?: number;
}
