import { ArrowLeft, Check, CloudOff, Redo2, Send, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { Button, IconButton } from '../components/button.tsx';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import type { DraftEditor } from './use-draft-editor.ts';
import type { SaveState } from './use-autosave.ts';

/** The editor's top line: where one came from, whether all is saved, the way back, and the way on. */
export function EditorHead(props: { view: InvoiceView; editor: DraftEditor; onIssue: () => void }) {
  const { view, editor, onIssue } = props;
  const head = useRef<HTMLHeadingElement>(null);
  const who = editor.draft.buyer.name || editor.draft.buyer.email;
  const title = who ? `Invoice for ${who}` : 'New invoice';
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${title} – Quittance`;
  }, [title]);
  const remove = useDeleteDraft(view.id);
  return (
    <header className="page-head editor-head">
      <Link
        href="/invoices"
        className="button button-quiet icon-button"
        aria-label="Back to invoices"
        title="Back to invoices"
      >
        <ArrowLeft size={18} aria-hidden="true" />
      </Link>
      <h1 ref={head} tabIndex={-1} className="page-title editor-title" dir="auto">
        {title}
      </h1>
      <SaveMark save={editor.save} />
      <div className="page-actions">
        <IconButton
          label="Undo"
          icon={<Undo2 size={18} aria-hidden="true" />}
          disabled={!editor.canUndo}
          onClick={editor.undo}
        />
        <IconButton
          label="Redo"
          icon={<Redo2 size={18} aria-hidden="true" />}
          disabled={!editor.canRedo}
          onClick={editor.redo}
        />
        <IconButton label="Delete draft" icon={<Trash2 size={18} aria-hidden="true" />} onClick={remove} />
        <Button look="primary" icon={<Send size={16} aria-hidden="true" />} onClick={onIssue}>
          Issue and send
        </Button>
      </div>
    </header>
  );
}

function SaveMark({ save }: { save: SaveState }) {
  return (
    <span className="save-mark" role="status" data-kind={save.kind}>
      {save.kind === 'saved' ? (
        <>
          <Check size={14} aria-hidden="true" /> Saved
        </>
      ) : save.kind === 'saving' ? (
        'Saving…'
      ) : (
        <>
          <CloudOff size={14} aria-hidden="true" /> Not saved: {save.problem.message}
        </>
      )}
    </span>
  );
}

function useDeleteDraft(id: string): () => void {
  const engine = useEngine();
  const [, navigate] = useLocation();
  return () => {
    void engine.call('invoice.delete', { id }).then((result) => {
      if (!result.ok) return showProblem(result.problem);
      navigate('/invoices');
      showDone('Draft deleted', () => {
        void engine.call('invoice.restore', { id }).then((restored) => {
          if (restored.ok) navigate(`/invoices/${id}/edit`);
          else showProblem(restored.problem);
        });
      });
    });
  };
}
