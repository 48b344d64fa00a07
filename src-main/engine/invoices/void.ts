import { transition } from '../../../shared/invoice/lifecycle.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { readLedger, type InvoiceLedger } from '../ledger/invoice-ledger.ts';
import { followUp } from './follow-up.ts';
import { withIntent } from './intents.ts';
import { changeInvoice, loadInvoice, type InvoiceContext } from './invoice-context.ts';

/** Voids an issued invoice that nothing was paid on; its page says so as soon as the relay hears of it. */
export function voidInvoice(context: InvoiceContext, id: string, reason: string): Promise<Result<object>> {
  return change(context, id, 'void', reason.trim());
}

/** Gives an issued invoice up: its page asks for nothing more; what is paid on it after all is credited as ever. */
export function writeOffInvoice(context: InvoiceContext, id: string, reason: string): Promise<Result<object>> {
  return change(context, id, 'write-off', reason.trim());
}

/** Takes a void, or a write-off, back. */
export function reinstateInvoice(context: InvoiceContext, id: string): Promise<Result<object>> {
  return change(context, id, 'reinstate', '');
}

function change(
  context: InvoiceContext,
  id: string,
  action: 'void' | 'write-off' | 'reinstate',
  voidReason: string,
): Promise<Result<object>> {
  return context.exclusively(async () => {
    const { db, options, courier } = context;
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const hasPayments = isPaidInto(await readLedger(db, invoice.value));
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

/** Whether anything was received, is on its way, or was put right by hand. */
function isPaidInto({ credited, assigned, remedies }: InvoiceLedger): boolean {
  const payments = [...credited, ...assigned].filter(
    ({ payment, verification }) => payment.state !== 'reversed' && verification?.status !== 'mismatch',
  );
  return payments.length > 0 || remedies.some(({ undone }) => !undone);
}
