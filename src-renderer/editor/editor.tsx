import { useMemo, useRef, useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { validateDraft } from '../../shared/invoice/validate-draft.ts';
import type { Problem } from '../../shared/result.ts';
import { EditorForm } from './editor-form.tsx';
import { EditorHead } from './editor-head.tsx';
import { FieldProblemsContext, inputAt } from './field-problems.ts';
import { IssueDialog } from './issue-dialog.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { ProblemSummary } from './problem-summary.tsx';
import { useDraftEditor } from './use-draft-editor.ts';
import { useEditorKeys } from './use-editor-keys.ts';
import { useFieldProblemsShown } from './use-field-problems-shown.ts';

interface EditorProps {
  view: InvoiceView;
  settings: Settings;
  workspace: WorkspaceView;
}

/** The editor: the form on the left, the very invoice on the right. */
export function Editor({ view, settings, workspace }: EditorProps) {
  const editor = useDraftEditor(view);
  const [isAttempted, setAttempted] = useState(false);
  const [refusal, setRefusal] = useState<{ draft: InvoiceDraft; problem: Problem } | null>(null);
  const [isIssuing, setIssuing] = useState(false);
  // A refusal is of one text. Taking it back after each edit instead made React stop at hundreds of quick edits.
  const refused = refusal?.draft === editor.draft ? refusal.problem : null;
  const problems = useProblems(editor.draft, settings, refused);
  const fields = useFieldProblemsShown(problems, isAttempted);
  const summary = useRef<HTMLDivElement>(null);

  async function attemptIssue(): Promise<void> {
    setAttempted(true);
    const [first] = problems;
    if (!first) {
      if (await editor.flush()) setIssuing(true);
      return;
    }
    const input = first.path ? inputAt(first.path) : null;
    requestAnimationFrame(() => (input ?? summary.current)?.focus());
  }
  useEditorKeys({ undo: editor.undo, redo: editor.redo, issue: () => void attemptIssue() });

  return (
    <FieldProblemsContext value={fields}>
      <main id="main" className="page page-fill editor">
        <EditorHead view={view} editor={editor} onIssue={() => void attemptIssue()} />
        <div className="editor-panes">
          <div className="editor-form-pane">
            <ProblemSummary ref={summary} problems={isAttempted ? problems : []} />
            <EditorForm draft={editor.draft} edit={editor.edit} settings={settings} workspace={workspace} />
          </div>
          <PreviewPane id={view.id} draft={editor.draft} />
        </div>
      </main>
      <IssueDialog
        open={isIssuing}
        view={view}
        draft={editor.draft}
        settings={settings}
        workspace={workspace}
        onClose={() => setIssuing(false)}
        onRefused={(problem) => {
          setIssuing(false);
          setRefusal({ draft: editor.draft, problem });
        }}
      />
    </FieldProblemsContext>
  );
}

/** What keeps the draft from being issued, by the domain's own judgement, and what the engine added when it refused. */
function useProblems(draft: InvoiceView['draft'], settings: Settings, refused: Problem | null): readonly Problem[] {
  return useMemo(() => {
    const today = calendarDateAt(new Date());
    const judged = validateDraft(draft, { purpose: 'issue', seller: settings.seller, today });
    const isNew = refused && !judged.some((problem) => problem.code === refused.code);
    return isNew ? [...judged, refused] : judged;
  }, [draft, settings.seller, refused]);
}
