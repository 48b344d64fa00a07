import { findTokenByKey } from '../../shared/money/token.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { TokenPicker } from '../components/token-picker.tsx';
import { fieldId, useFieldProblems } from './field-problems.ts';
import { RateFields } from './rate-fields.tsx';
import type { Edit } from './use-draft-editor.ts';

interface AcceptSectionProps {
  draft: InvoiceDraft;
  edit: Edit;
  settings: Settings;
  workspace: WorkspaceView;
}

/** Which tokens settle the invoice, and the rates for those that are not at par with its currency. */
export function AcceptSection({ draft, edit, settings, workspace }: AcceptSectionProps) {
  const problems = useFieldProblems();
  const accepted = draft.accept ?? settings.accept;
  const problem = problems.at(['accept']);
  const symbols = [...new Set(accepted.map((key) => findTokenByKey(key)?.symbol ?? ''))].filter(Boolean);
  return (
    <section className="form-section" aria-labelledby="section-accept" id={fieldId(['accept'])} tabIndex={-1}>
      <h2 id="section-accept">How it can be paid</h2>
      {draft.accept === null ? (
        <p className="accept-summary">
          {symbols.length > 0
            ? `${symbols.join(', ')}, as in your settings.`
            : 'No token is accepted in your settings yet.'}
          <button
            type="button"
            className="link-button"
            onClick={() => edit('accept', (old) => ({ ...old, accept: [...settings.accept] }))}
          >
            Choose for this invoice
          </button>
        </p>
      ) : (
        <>
          <TokenPicker
            accepted={draft.accept}
            practice={workspace.practice}
            onChange={(accept) => edit('accept', (old) => ({ ...old, accept: [...accept] }))}
          />
          <button
            type="button"
            className="link-button"
            onClick={() => edit('accept', (old) => ({ ...old, accept: null }))}
          >
            As in my settings again
          </button>
        </>
      )}
      {problem ? <p className="field-problem">{problem}</p> : null}
      <RateFields draft={draft} edit={edit} accepted={accepted} />
    </section>
  );
}
