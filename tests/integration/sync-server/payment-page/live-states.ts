import type { Payment } from '../../../../shared/payment/payment.ts';
import type { PayableInvoice } from '../../../../shared/payment/payment-terms.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { sellerAddress } from './sealed-invoice.ts';

/** A link's live state with nothing paid, its chains followed. */
export function liveState(payable: PayableInvoice, wishes: Partial<LinkState> = {}): LinkState {
  const chainIds = [...new Set(payable.terms.options.map((option) => option.chainId))];
  return {
    status: 'open',
    payments: [],
    chains: chainIds.map((chainId) => ({
      chainId,
      checkedThrough: '1234567',
      checkedAt: '2026-11-23T10:00:00.000Z',
      finalized: '1234500',
      status: 'following',
      trouble: null,
    })),
    ...wishes,
  };
}

/** A payment of the invoice's first option, in full and confirmed unless wished otherwise. */
export function paymentOf(payable: PayableInvoice, wishes: Partial<Payment> = {}): Payment {
  const [option] = payable.terms.options;
  if (!option) throw new Error('The invoice has no way to pay it');
  const txHash = wishes.txHash ?? `0x${'ab'.repeat(32)}`;
  return {
    key: `${option.chainId}:0x${'cd'.repeat(32)}:${txHash}:0`,
    chainId: option.chainId,
    blockNumber: '1234560',
    blockHash: `0x${'cd'.repeat(32)}`,
    blockTime: 1_795_000_000,
    txHash,
    logIndex: 0,
    token: option.token.toLowerCase(),
    from: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
    to: sellerAddress.toLowerCase(),
    units: option.exact,
    rule: 'tag',
    state: 'confirmed',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
    ...wishes,
  };
}
