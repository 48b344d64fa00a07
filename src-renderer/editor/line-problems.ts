import type { FieldProblems } from './field-problems.ts';

/** A line's fields that can be wrong, by their path within the line. */
const fields = ['description', 'quantity', 'unit', 'unitPrice', 'taxCategory', 'taxRate', 'taxReason'] as const;
/** A field of a line that can be wrong. */
export type LineField = (typeof fields)[number] | 'discount';

/** What is wrong with one line, by field; a field without a problem is absent. */
export type LineProblems = Partial<Record<LineField, string>>;

const none: LineProblems = {};

/** Collects the problems to show on one line. */
export function lineProblems(problems: Pick<FieldProblems, 'at' | 'isClear'>, index: number): LineProblems {
  if (problems.isClear) return none;
  const found: LineProblems = {};
  for (const field of fields) {
    const text = problems.at(['lines', index, field]);
    if (text) found[field] = text;
  }
  const discount = problems.at(['lines', index, 'discount', 'value']);
  if (discount) found.discount = discount;
  return found;
}

/** Whether two lines' problems say the same. */
export function sameProblems(a: LineProblems, b: LineProblems): boolean {
  return a.discount === b.discount && fields.every((field) => a[field] === b[field]);
}
