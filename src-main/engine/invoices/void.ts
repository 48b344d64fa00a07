import { transition } from '../../../shared/invoice/lifecycle.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { ledgerOfLink } from '../ledger/settle-link.ts';
import { followUp } from './follow-up.ts';
import { withIntent } from './intents.ts';
import { changeInvoice, loadInvoice, type InvoiceContext } from './invoice-context.ts';

/** Voids an issued invoice that nothing was paid on; its page says so as soon as the relay hears of it. */
export function voidInvoice(context: InvoiceContext, id: string, reason: string): Promise<Result<object>> {
  return change(context, id, 'void', reason.trim());
}

/** Takes a void back. */
export function reinstateInvoice(context: InvoiceContext, id: string): Promise<Result<object>> {
  return change(context, id, 'reinstate', '');
}

function change(
  context: InvoiceContext,
  id: string,
  action: 'void' | 'reinstate',
  voidReason: string,
): Promise<Result<object>> {
  return context.exclusively(async () => {
    const { db, options, courier } = context;
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const entries = await ledgerOfLink(db, invoice.value.linkId);
    const hasPayments = entries.some(
      ({ payment, verification }) => payment.state !== 'reversed' && verification?.status !== 'mismatch',
    );
    const lifecycle = transition({ lifecycle: invoice.value.lifecycle, hasPayments }, action);
    if (!lifecycle.ok) return lifecycle;
    const at = options.now().toISOString();
    const result = await withIntent(
      db,
      { kind: action, invoiceId: id, at },
      async () => {
        await changeInvoice(db, id, (current) => ({
          ...current,
          lifecycle: lifecycle.value,
          voidReason,
          updatedAt: at,
        }));
        return ok({});
      },
      (begun) => followUp(db, begun),
    );
    courier.wake();
    return result;
  });
}
