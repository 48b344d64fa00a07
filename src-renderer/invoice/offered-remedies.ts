import type { InvoiceView } from '../../shared/app-api/views.ts';

/** Which remedies make sense on an invoice as it stands; whether one is allowed is the engine's word. */
export interface OfferedRemedies {
  readonly receipt: boolean;
  readonly outside: boolean;
  readonly refund: boolean;
  readonly credit: boolean;
  readonly writeOff: boolean;
  /** Minor units that no credit note covers. */
  readonly leftToCredit: bigint;
}

/** The remedies to offer. */
export function offeredRemedies({ lifecycle, signed, settlement, payments }: InvoiceView): OfferedRemedies {
  const total = BigInt(signed?.payable.invoice.totals.total ?? '0');
  const leftToCredit = total - BigInt(settlement?.credited ?? '0');
  const isStanding = lifecycle !== 'void' && lifecycle !== 'draft' && settlement !== null;
  const isPaid = settlement?.status === 'paid' || settlement?.status === 'overpaid';
  const hasPayments = payments.some(({ payment }) => payment.state !== 'reversed');
  return {
    receipt: isStanding && isPaid && settlement.received !== '0',
    outside: isStanding && settlement.remaining !== '0',
    refund: isStanding && hasPayments,
    credit: isStanding && leftToCredit > 0n,
    writeOff: lifecycle === 'issued' && !isPaid,
    leftToCredit: leftToCredit > 0n ? leftToCredit : 0n,
  };
}
