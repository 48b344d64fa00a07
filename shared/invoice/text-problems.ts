import type { Problem } from '../result.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import { longTextLimit, textProblem, type TextRule } from './typed-text.ts';

const short: TextRule = { limit: 60, lines: false };
const long: TextRule = { limit: longTextLimit, lines: true };
const reason: TextRule = { limit: 1000, lines: true };

/**
 * What is wrong with a draft's own texts (its parties' are for `partyProblems`), field by field; see
 * {@link textProblem} for the rules.
 */
export function textProblems(draft: InvoiceDraft): Problem[] {
  const fields: [text: string, rule: TextRule, name: string, path: (string | number)[]][] = [
    [draft.notes, long, 'The note', ['notes']],
    [draft.terms, long, 'The terms', ['terms']],
    [draft.purchaseOrder, { limit: 200, lines: false }, 'The purchase order', ['purchaseOrder']],
  ];
  draft.lines.forEach((line, index) => {
    const at = `of line ${index + 1}`;
    fields.push(
      [line.description, long, `The description ${at}`, ['lines', index, 'description']],
      [line.unit, short, `The unit ${at}`, ['lines', index, 'unit']],
      [line.taxReason, reason, `The tax reason ${at}`, ['lines', index, 'taxReason']],
    );
  });
  return fields.flatMap(([text, rule, name, path]) => textProblem(text, rule, name, path) ?? []);
}
