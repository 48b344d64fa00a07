import { fail, ok, type Result } from '../../../shared/result.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import { checkRestorable } from './credit-invoice.ts';
import { findCreditNote } from './credit-notes.ts';
import { findAdjustment, recordAdjustment } from './record-adjustment.ts';

/**
 * Undoes an adjustment (a credit note by its number too), or restores it; the same again changes nothing. Fails with
 * `adjustment.unknown` and {@link checkRestorable}.
 */
export function setUndone(context: InvoiceContext, id: string, undone: boolean): Promise<Result<object>> {
  return context.exclusively(async () => {
    const document = (await findAdjustment(context.db, id)) ?? (await findCreditNote(context.db, id));
    if (!document)
      return fail(
        'adjustment.unknown',
        'There is no such change here. It may not have come from your other device yet.',
      );
    if (document.undone === undone) return ok({});
    const allowed = undone ? ok({}) : await checkRestorable(context.db, document);
    if (!allowed.ok) return allowed;
    return recordAdjustment(context, { ...document, undone, updatedAt: newerThan(document.updatedAt, context) });
  });
}

/** The present instant, after one that was written before even where the clock has been set back. ISO 8601. */
export function newerThan(before: string, { options }: Pick<InvoiceContext, 'options'>): string {
  const now = options.now().toISOString();
  return now > before ? now : new Date(Date.parse(before) + 1).toISOString();
}
