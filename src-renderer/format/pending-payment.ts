import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';

/** Of the payments on their way, the one that lacks most confirmations; null when none is. */
export function furthestBehind(payments: readonly PaymentView[]): InvoiceRow['pending'] {
  let furthest: InvoiceRow['pending'] = null;
  for (const { payment } of payments) {
    if (payment.state !== 'seen' && payment.state !== 'confirming') continue;
    const lack = payment.requiredConfirmations - payment.confirmations;
    const most = furthest ? furthest.requiredConfirmations - furthest.confirmations : -1;
    if (lack > most)
      furthest = { confirmations: payment.confirmations, requiredConfirmations: payment.requiredConfirmations };
  }
  return furthest;
}
