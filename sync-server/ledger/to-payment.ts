import { toChecksumAddress } from '../../shared/money/address.ts';
import type { Payment } from '../../shared/payment/payment.ts';
import type { PaymentRow } from '../storage/schema.ts';

/** A stored row as the payment that goes over the wire; null for an unmatched transfer. */
export function toPayment(row: PaymentRow): Payment | null {
  return row.rule === null ? null : { ...toTransfer(row), rule: row.rule, late: row.late === 1 };
}

/** A stored row without what only a credited payment has. */
export function toTransfer(row: PaymentRow): Omit<Payment, 'rule' | 'late'> {
  return {
    key: row.key,
    chainId: row.chain_id,
    blockNumber: String(row.block_number),
    blockHash: row.block_hash,
    blockTime: row.block_time,
    txHash: row.tx_hash,
    logIndex: row.log_index,
    token: toChecksumAddress(row.token),
    from: toChecksumAddress(row.sender),
    to: toChecksumAddress(row.recipient),
    units: row.units,
    state: row.state,
    confirmations: row.confirmations,
    requiredConfirmations: row.required,
    ...(row.awaits === 'blocks' ? {} : { awaits: row.awaits }),
  };
}
