import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { transition } from '../../shared/invoice/lifecycle.ts';
import { leftToCredit } from '../../shared/invoice/split-credit.ts';
import { isPaidInto, isStanding } from '../../shared/payment/is-paid-into.ts';
import { isSettled as isSettledBy } from '../../shared/payment/settlement.ts';

/** What the owner can do with an issued invoice beside sending it, in the order of the menu. */
export type InvoiceAction = 'receipt' | 'refund' | 'outside' | 'credit' | 'write-off' | 'void' | 'reinstate';

/**
 * The actions that make sense for an invoice as it stands; the engine has the last word on each.
 *
 * A receipt needs a paid invoice, a refund something that came by chain, a payment from outside something that is still
 * owed. What was paid into or put right by hand cannot be voided: it is credited. A draft has no remedies, and a void
 * invoice only those for money that came in all the same.
 */
export function availableActions(view: InvoiceView): ReadonlySet<InvoiceAction> {
  const { lifecycle, settlement } = view;
  const found = new Set<InvoiceAction>();
  if (lifecycle === 'draft' || !settlement) return found;
  if (lifecycle === 'void') {
    if (view.payments.some(isStanding)) found.add('refund');
    return found.add('reinstate');
  }
  const isSettled = isSettledBy(settlement.status);
  if (isSettled && BigInt(settlement.received) > 0n) found.add('receipt');
  if (view.payments.some(isStanding)) found.add('refund');
  if (!isSettled) found.add('outside');
  if (creditLeft(view) > 0n) found.add('credit');
  if (!isSettled && transition({ lifecycle, hasPayments: true }, 'write-off').ok) found.add('write-off');
  if (transition({ lifecycle, hasPayments: isPaidInto(view.payments, view.adjustments) }, 'void').ok) found.add('void');
  if (lifecycle === 'uncollectible') found.add('reinstate');
  return found;
}

/** What credit notes leave of the invoice's total, minor units. */
export function creditLeft({ signed, settlement }: InvoiceView): bigint {
  if (!signed || !settlement) return 0n;
  return leftToCredit(signed.payable.invoice.totals, [{ total: settlement.credited }]);
}
