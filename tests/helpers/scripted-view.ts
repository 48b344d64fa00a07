import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import { addInvoice, createScriptedEngine } from './scripted-engine.ts';
import { issue, settle } from './scripted-invoices.ts';

/** An issued invoice of $1,200.00 as the engine would show it, with these payments and adjustments. */
export function scriptedView(
  payments: PaymentView[] = [],
  adjustments: AdjustmentView[] = [],
  lifecycle?: 'void' | 'uncollectible',
): InvoiceView {
  const { state } = createScriptedEngine();
  const invoice = addInvoice(state, 'i');
  issue(state, invoice, 'INV-2026-0001');
  invoice.view = { ...invoice.view, adjustments, lifecycle: lifecycle ?? invoice.view.lifecycle };
  settle(invoice, payments);
  return invoice.view;
}
