import { Plus } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { Button } from '../components/button.tsx';
import { blankLine, editLine, insertLine, moveLine, removeLine } from './draft-edits.ts';
import { fieldId, useFieldProblems } from './field-problems.ts';
import { LineRow, type LineActions } from './line-row.tsx';
import { lineProblems } from './line-problems.ts';
import type { Edit } from './use-draft-editor.ts';

/** The lines of an invoice. Rows are compared before they render, so that five hundred stay quick. */
export function LineTable({ draft, edit }: { draft: InvoiceDraft; edit: Edit }) {
  const problems = useFieldProblems();
  const [said, setSaid] = useState('');
  const dragged = useRef<string | null>(null);
  const touch = problems.touch;

  const add = useCallback(
    (afterId?: string) => {
      const id = crypto.randomUUID();
      let index = 0;
      edit(`add ${id}`, (old) => {
        const before = old.lines.find((line) => line.id === afterId) ?? old.lines.at(-1);
        const next = insertLine(old, blankLine(id, before), afterId);
        index = next.lines.findIndex((line) => line.id === id);
        return next;
      });
      requestAnimationFrame(() =>
        requestAnimationFrame(() => document.getElementById(fieldId(['lines', index, 'description']))?.focus()),
      );
    },
    [edit],
  );
  const actions: LineActions = {
    change: useCallback((id, field, change) => edit(`line ${id} ${field}`, (old) => editLine(old, id, change)), [edit]),
    remove: useCallback(
      (id) => {
        edit(`remove ${id}`, (old) => removeLine(old, id));
        setSaid('Line removed. Undo brings it back.');
      },
      [edit],
    ),
    move: useCallback(
      (id, to) => {
        edit(`move ${id}`, (old) => {
          const next = moveLine(old, id, to);
          const place = next.lines.findIndex((line) => line.id === id) + 1;
          setSaid(`Line is now number ${place} of ${next.lines.length}`);
          return next;
        });
      },
      [edit],
    ),
    addAfter: add,
    touch,
    drag: useCallback((id) => void (dragged.current = id), []),
    dragged: useCallback(() => dragged.current, []),
  };
  const missing = problems.at(['lines']);
  return (
    <div className="lines" data-invalid={missing ? true : undefined}>
      <div className="line-head" aria-hidden="true">
        <span />
        <span>Description</span>
        <span className="line-figure">Qty</span>
        <span>Unit</span>
        <span className="line-figure">Price</span>
        <span className="line-figure">Tax %</span>
        <span className="line-amount">Amount</span>
      </div>
      <ol className="line-list" aria-label="Invoice lines">
        {draft.lines.map((line, index) => (
          <LineRow
            key={line.id}
            line={line}
            index={index}
            currency={draft.currency}
            priceMode={draft.priceMode}
            problems={lineProblems(problems, index)}
            actions={actions}
          />
        ))}
      </ol>
      {missing ? <p className="field-problem">{missing}</p> : null}
      <div className="line-foot">
        <Button
          size="small"
          id={fieldId(['lines'])}
          icon={<Plus size={16} aria-hidden="true" />}
          disabled={draft.lines.length >= 500}
          onClick={() => add()}
        >
          Add line
        </Button>
        {draft.lines.length > 20 ? <span className="muted">{draft.lines.length} lines</span> : null}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}
