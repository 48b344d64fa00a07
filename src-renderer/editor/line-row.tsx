import { memo, useState, type DragEvent } from 'react';
import type { InvoiceDraft, LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { LineCells } from './line-cells.tsx';
import { LineDetails } from './line-details.tsx';
import { sameProblems, type LineProblems } from './line-problems.ts';

/** What a row can ask of its table. Every function is stable. */
export interface LineActions {
  change: (id: string, field: string, change: Partial<LineDraft>) => void;
  remove: (id: string) => void;
  move: (id: string, to: number) => void;
  addAfter: (id: string) => void;
  touch: (path: readonly (string | number)[]) => void;
  drag: (id: string | null) => void;
  dragged: () => string | null;
}

/** What a line's row shows, and what can be done from it. */
export interface LineRowProps {
  line: LineDraft;
  index: number;
  currency: string;
  priceMode: InvoiceDraft['priceMode'];
  problems: LineProblems;
  actions: LineActions;
}

/** One line of the invoice: its figures in a row, and its discount and tax below when they are wanted. */
export const LineRow = memo(LineRowView, (a, b) => {
  const isSame = a.line === b.line && a.index === b.index && a.currency === b.currency && a.priceMode === b.priceMode;
  return isSame && a.actions.touch === b.actions.touch && sameProblems(a.problems, b.problems);
});

function LineRowView(props: LineRowProps) {
  const { line, problems } = props;
  const isSpecial = line.discount.value !== '' || (line.taxCategory !== 'S' && line.taxCategory !== 'Z');
  const [isOpen, setOpen] = useState(false);
  const hasHiddenProblem = problems.discount || problems.taxCategory || problems.taxReason;
  const showDetails = isOpen || isSpecial || hasHiddenProblem !== undefined;
  const { isOver, dropTarget } = useDrop(props);
  const firstProblem = Object.values(problems)[0];

  return (
    <li className="line" data-over={isOver ? true : undefined} {...dropTarget}>
      <LineCells {...props} showsDetails={showDetails} onDetails={() => setOpen(!isOpen)} />
      {showDetails ? <LineDetails {...props} /> : null}
      {firstProblem ? (
        <p id={`line-problem-${line.id}`} className="field-problem line-problem">
          {firstProblem}
        </p>
      ) : null}
    </li>
  );
}

function useDrop({ line, index, actions }: LineRowProps) {
  const [isOver, setOver] = useState(false);
  const accepts = (): boolean => actions.dragged() !== null && actions.dragged() !== line.id;
  return {
    isOver,
    dropTarget: {
      onDragOver(event: DragEvent) {
        if (!accepts()) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        const id = actions.dragged();
        if (!id || !accepts()) return;
        event.preventDefault();
        actions.move(id, index);
      },
    },
  };
}
