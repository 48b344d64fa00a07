import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { historyOf, record, redo, undo, type History } from './undo-history.ts';
import { useAutosave, type SaveState } from './use-autosave.ts';

/** Changes the draft; `key` names the field that is typed in. */
export type Edit = (key: string, change: (draft: InvoiceDraft) => InvoiceDraft) => void;

/** A draft being written: its present text, the way back, and how its saving stands. */
export interface DraftEditor {
  readonly draft: InvoiceDraft;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Changes the draft; `key` names the field, so that typing is undone by the burst, not by the letter. */
  readonly edit: Edit;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: SaveState;
  /** Saves what is not saved yet; false when that failed. */
  readonly flush: () => Promise<boolean>;
}

type Action =
  | { kind: 'edit'; key: string; at: number; change: (draft: InvoiceDraft) => InvoiceDraft }
  | { kind: 'undo' | 'redo' }
  | { kind: 'adopt'; draft: InvoiceDraft; at: number };

/** Holds a draft while it is written: history, autosave, and what other devices did to it in the meantime. */
export function useDraftEditor(view: InvoiceView): DraftEditor {
  const [history, dispatch] = useReducer(reduce, view.draft, historyOf<InvoiceDraft>);
  const draft = history.present;
  const { save, flush, lastSaved, adopt } = useAutosave(view.id, draft);
  const present = useRef(draft);
  useEffect(() => {
    present.current = draft;
  }, [draft]);

  useEffect(() => {
    const saved = lastSaved.current;
    const isUntouched = present.current === saved.draft;
    const isNewer = saved.at === null || view.updatedAt >= saved.at;
    if (!isUntouched || !isNewer || JSON.stringify(view.draft) === JSON.stringify(saved.draft)) return;
    adopt(view.draft);
    dispatch({ kind: 'adopt', draft: view.draft, at: Date.now() });
  }, [view.draft, view.updatedAt, lastSaved, adopt]);

  const edit = useCallback<Edit>((key, change) => dispatch({ kind: 'edit', key, change, at: Date.now() }), []);
  return {
    draft,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    edit,
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    save,
    flush,
  };
}

function reduce(history: History<InvoiceDraft>, action: Action): History<InvoiceDraft> {
  switch (action.kind) {
    case 'edit':
      return record(history, action.change(history.present), action.key, action.at);
    case 'adopt':
      return record(history, action.draft, 'other device', action.at);
    case 'undo':
      return undo(history);
    case 'redo':
      return redo(history);
  }
}
