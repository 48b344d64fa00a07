import type { Problem } from '../result.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import type { Party } from './party.ts';
import { isBlankLine } from './parse-line.ts';
import { taxCategoryRules } from './tax-category.ts';

/**
 * What is wrong with a draft's tax categories, beyond each line's rate: a reason where none is charged (EN 16931
 * BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10), both tax ids for reverse charge and intra-community supply (BR-AE-02,
 * BR-IC-02), and nothing else beside "not subject to tax" (BR-O-11). Missing things count only when it is to be issued.
 */
export function taxProblems(draft: InvoiceDraft, seller: Party, isIssue: boolean): Problem[] {
  const written = draft.lines.map((line, index) => ({ line, index })).filter(({ line }) => !isBlankLine(line));
  const problems: Problem[] = [];
  const categories = new Set(written.map(({ line }) => line.taxCategory));
  if (categories.has('O') && categories.size > 1) {
    const at = written.find(({ line }) => line.taxCategory === 'O')?.index ?? 0;
    const message =
      'A line that is not subject to tax cannot stand beside taxed ones on one invoice (BR-O-11). Write two invoices.';
    problems.push(problem('tax.mixed-not-subject', message, ['lines', at, 'taxCategory']));
  }
  if (!isIssue) return problems;
  for (const { line, index } of written) {
    const rule = taxCategoryRules[line.taxCategory];
    if (rule.reason && line.taxReason.trim() === '') {
      const message = `Line ${index + 1}: say why no tax is charged ("${rule.name}", ${rule.rules.reason}).`;
      problems.push(problem('tax.reason-missing', message, ['lines', index, 'taxReason']));
    }
  }
  for (const category of categories) {
    const rule = taxCategoryRules[category];
    if (!rule.taxIds) continue;
    const needs = `"${rule.name}" needs the tax ids of both sides (${rule.rules.taxIds}).`;
    if (seller.taxId.trim() === '')
      problems.push(problem('tax.seller-id-missing', `${needs} Add yours in settings.`, ['seller', 'taxId']));
    if (draft.buyer.taxId.trim() === '')
      problems.push(problem('tax.buyer-id-missing', `${needs} Add the client's.`, ['buyer', 'taxId']));
  }
  return problems;
}

function problem(code: string, message: string, path: readonly (string | number)[]): Problem {
  return { code, message, retryable: false, path };
}
