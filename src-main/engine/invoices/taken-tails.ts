import { addDays } from '../../../shared/invoice/calendar-date.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** Longest time that settings allow payments to be looked for after the due date, in days. */
export const longestMonitoring = 3650;

/**
 * The tails that a new invoice must not have: those of invoices over the same sum, to the same address, that are still
 * looked for. A tail is under one cent, so invoices over other sums never share a tagged amount with it.
 */
export async function takenTails(
  db: EngineDatabase,
  request: { readonly address: string; readonly total: string; readonly now: Date },
): Promise<ReadonlySet<number>> {
  const nowText = request.now.toISOString();
  const earliest = addDays(nowText.slice(0, 10), -longestMonitoring - 2);
  const found = await db.invoices.find({ selector: { total: request.total, dueDate: { $gte: earliest } } }).exec();
  const tails = new Set<number>();
  for (const invoice of found) {
    const terms = invoice.signed?.payable.terms;
    if (!terms || terms.monitorUntil < nowText) continue;
    const sharesAddress = terms.options.some(
      (option) => !option.ownAddress && option.address.toLowerCase() === request.address.toLowerCase(),
    );
    if (sharesAddress) tails.add(terms.tail);
  }
  return tails;
}
