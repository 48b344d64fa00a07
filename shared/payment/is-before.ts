import type { Payment } from './payment.ts';

/** Where a payment lies, as {@link isBefore} needs it. */
export type PaymentPlace = Pick<Payment, 'chainId' | 'blockNumber' | 'blockTime' | 'logIndex'>;

/**
 * Tells whether a payment came before another: on one chain by place, for a block can hold several; on two by the time
 * of their blocks, as nothing else relates them.
 */
export function isBefore(one: PaymentPlace, other: PaymentPlace): boolean {
  if (one.chainId !== other.chainId) return one.blockTime <= other.blockTime;
  const blocks = BigInt(one.blockNumber) - BigInt(other.blockNumber);
  return blocks < 0n || (blocks === 0n && one.logIndex < other.logIndex);
}
