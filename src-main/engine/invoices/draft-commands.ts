import type { InvoiceDraft } from '../../../shared/invoice/invoice-draft.ts';
import { addDays, calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { storageProblemOf } from '../database/storage-problem.ts';
import { randomId } from '../random-values.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { changeInvoice, loadInvoice, type InvoiceContext } from './invoice-context.ts';
import { draftDocument, newDraft } from './new-draft.ts';
import { addToTimeline } from '../ledger/timeline.ts';

/** Begins a draft with what is given and the owner's defaults for the rest. */
export async function createInvoice(
  context: InvoiceContext,
  given: { readonly [Name in keyof InvoiceDraft]?: InvoiceDraft[Name] | undefined },
): Promise<Result<{ id: string }>> {
  const { db, options } = context;
  const settings = await readSettings(db, options.practice);
  const lineId = randomId(options.random).slice(0, 12);
  const draft = newDraft(given, settings, calendarDateAt(options.now()), lineId);
  return insertDraft(context, draft, 'Draft written.');
}

/** Keeps what was typed, right or wrong. Fails with `invoice.not-a-draft` once it is issued. */
export function saveDraft(
  context: InvoiceContext,
  id: string,
  draft: InvoiceDraft,
): Promise<Result<{ savedAt: string }>> {
  return context.exclusively(async () => {
    const invoice = await loadInvoice(context.db, id);
    if (!invoice.ok) return invoice;
    if (invoice.value.lifecycle !== 'draft') return notADraft(invoice.value.number);
    const savedAt = context.options.now().toISOString();
    await changeInvoice(context.db, id, (current) =>
      current.lifecycle === 'draft' ? { ...current, draft, updatedAt: savedAt } : current,
    );
    return ok({ savedAt });
  });
}

/**
 * Puts a draft in the bin, or takes it out. An issued invoice is voided, never deleted: its number would be missing.
 */
export function setTrashed(context: InvoiceContext, id: string, trashed: boolean): Promise<Result<object>> {
  return context.exclusively(async () => {
    const invoice = await loadInvoice(context.db, id);
    if (!invoice.ok) return invoice;
    if (invoice.value.lifecycle !== 'draft')
      return fail(
        'invoice.not-a-draft',
        `Invoice ${invoice.value.number} is issued and keeps its number. Void it instead of deleting it.`,
      );
    if (invoice.value.trashed === trashed) return ok({});
    const updatedAt = context.options.now().toISOString();
    await changeInvoice(context.db, id, (current) => ({ ...current, trashed, updatedAt }));
    return ok({});
  });
}

/** Begins a draft with another invoice's content, dated anew. */
export async function duplicateInvoice(context: InvoiceContext, id: string): Promise<Result<{ id: string }>> {
  const source = await loadInvoice(context.db, id);
  if (!source.ok) return source;
  const settings = await readSettings(context.db, context.options.practice);
  const dueDate = addDays(calendarDateAt(context.options.now()), settings.dueDays);
  // A frozen rate belongs to its day.
  const draft: InvoiceDraft = { ...source.value.draft, issueDate: '', dueDate, rates: [] };
  return insertDraft(context, draft, `Draft copied from ${source.value.number || 'another draft'}.`);
}

async function insertDraft(
  context: InvoiceContext,
  draft: InvoiceDraft,
  detail: string,
): Promise<Result<{ id: string }>> {
  const { db, options } = context;
  const id = randomId(options.random);
  const at = options.now().toISOString();
  await db.invoices.insert(draftDocument(id, draft, at));
  try {
    await addToTimeline(db, [{ invoiceId: id, kind: 'created', occasion: '', at, detail }]);
  } catch (error) {
    if (!storageProblemOf(error)) throw error;
    // The draft is there: to say that it is not would leave another with every try.
    options.log.error('a draft has no first entry in its history', { error: String(error) });
  }
  return ok({ id });
}

function notADraft(number: string) {
  return fail(
    'invoice.not-a-draft',
    `Invoice ${number} is issued and does not change any more. Duplicate it to write another.`,
  );
}
