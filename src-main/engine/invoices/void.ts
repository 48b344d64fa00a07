import { transition } from '../../../shared/invoice/lifecycle.ts';
import { remarkRule, settledText, textProblem } from '../../../shared/invoice/typed-text.ts';
import { isPaidInto } from '../../../shared/payment/is-paid-into.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { followUp } from './follow-up.ts';
import { withIntent } from './intents.ts';
import { changeInvoice, loadInvoice, type InvoiceContext } from './invoice-context.ts';

/** Voids an issued invoice that nothing was paid on; its page says so as soon as the relay hears of it (`text.*`). */
export function voidInvoice(context: InvoiceContext, id: string, reason: string): Promise<Result<object>> {
  return change(context, id, 'void', reason);
}

/** Gives an issued invoice up: its page asks for nothing more; what is paid on it after all is credited as ever. */
export function writeOffInvoice(context: InvoiceContext, id: string, reason: string): Promise<Result<object>> {
  return change(context, id, 'write-off', reason);
}

/** Takes a void, or a write-off, back. */
export function reinstateInvoice(context: InvoiceContext, id: string): Promise<Result<object>> {
  return change(context, id, 'reinstate', '');
}

function change(
  context: InvoiceContext,
  id: string,
  action: 'void' | 'write-off' | 'reinstate',
  reason: string,
): Promise<Result<object>> {
  const problem = textProblem(reason, remarkRule, 'The reason', ['reason']);
  if (problem) return Promise.resolve({ ok: false, problem });
  const voidReason = settledText(reason);
  return context.exclusively(async () => {
    const { db, options, courier } = context;
    const invoice = await loadInvoice(db, id);
    if (!invoice.ok) return invoice;
    const { credited, assigned, remedies } = await readLedger(db, invoice.value);
    const hasPayments = isPaidInto([...credited, ...assigned], remedies);
    const lifecycle = transition({ lifecycle: invoice.value.lifecycle, hasPayments }, action);
    if (!lifecycle.ok) return lifecycle;
    const at = options.now().toISOString();
    const result = await withIntent(
      context,
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
      followUp,
    );
    courier.wake();
    return result;
  });
}
