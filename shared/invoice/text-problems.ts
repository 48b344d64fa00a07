import type { Problem } from '../result.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import { longTextLimit, textProblem, type TextRule } from './typed-text.ts';

const singleLine: TextRule = { limit: 300, lines: false };
const short: TextRule = { limit: 60, lines: false };
const long: TextRule = { limit: longTextLimit, lines: true };
const reason: TextRule = { limit: 1000, lines: true };

/** What is wrong with a draft's texts, field by field; see {@link textProblem} for the rules. */
export function textProblems(draft: InvoiceDraft): Problem[] {
  const fields: [text: string, rule: TextRule, name: string, path: (string | number)[]][] = [
    [draft.buyer.name, singleLine, "The client's name", ['buyer', 'name']],
    [draft.buyer.address, { limit: 1000, lines: true }, "The client's address", ['buyer', 'address']],
    [draft.buyer.taxId, short, "The client's tax id", ['buyer', 'taxId']],
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
