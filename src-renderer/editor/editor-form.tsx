import { useCallback, useState } from 'react';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { lastDate } from '../../shared/invoice/calendar-date.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { currencyChoices } from '../format/currency-choices.ts';
import { AcceptSection } from './accept-section.tsx';
import { ClientSection } from './client-section.tsx';
import { blankLine, editLine, insertLine, isSimple } from './draft-edits.ts';
import { fieldId, useFieldProblems } from './field-problems.ts';
import { LineTable } from './line-table.tsx';
import { TotalsSummary } from './totals-summary.tsx';
import type { Edit } from './use-draft-editor.ts';

interface EditorFormProps {
  draft: InvoiceDraft;
  edit: Edit;
  settings: Settings;
  workspace: WorkspaceView;
}

/** Everything that can be written into a draft; the five fields that are enough come first. */
export function EditorForm({ draft, edit, settings, workspace }: EditorFormProps) {
  const [isItemised, setItemised] = useState(() => !isSimple(draft));
  const showTable = isItemised || !isSimple(draft);
  return (
    <div className="editor-form">
      <ClientSection draft={draft} edit={edit} />
      <section className="form-section" aria-label="What for">
        {showTable ? (
          <>
            <LineTable draft={draft} edit={edit} />
            <div className="field-row">
              <CurrencyField draft={draft} edit={edit} />
              <DateField name="dueDate" label="Due date" draft={draft} edit={edit} />
            </div>
          </>
        ) : (
          <OneLine draft={draft} edit={edit} onItemise={() => setItemised(true)} />
        )}
        <TotalsSummary draft={draft} edit={edit} isItemised={showTable} />
      </section>
      <TextSection draft={draft} edit={edit} />
      <AcceptSection draft={draft} edit={edit} settings={settings} workspace={workspace} />
    </div>
  );
}

type SectionProps = Pick<EditorFormProps, 'draft' | 'edit'>;

/** The short form: one description, one amount. It writes the first line, and makes it when there is none. */
function OneLine({ draft, edit, onItemise }: SectionProps & { onItemise: () => void }) {
  const problems = useFieldProblems();
  const line = draft.lines[0];
  const [newId] = useState(() => crypto.randomUUID());
  const write = useCallback(
    (field: 'description' | 'unitPrice', value: string) =>
      edit(`line ${field}`, (old) => {
        const first = old.lines[0];
        if (first) return editLine(old, first.id, { [field]: value });
        return insertLine(old, { ...blankLine(newId), [field]: value });
      }),
    [edit, newId],
  );
  const field = (name: 'description' | 'unitPrice') => {
    const path = ['lines', 0, name];
    return {
      id: fieldId(path),
      value: line?.[name] ?? '',
      onChange: (value: string) => write(name, value),
      onBlur: () => problems.touch(path),
      problem: problems.at(path),
    };
  };
  const missing = problems.at(['lines']);
  return (
    <>
      <TextAreaField label="Description" rows={2} {...field('description')} placeholder="What is it for?" />
      <div className="field-row field-row-3">
        <TextField
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          className="amount-field"
          {...field('unitPrice')}
          problem={field('unitPrice').problem ?? missing}
          placeholder="0.00"
        />
        <CurrencyField draft={draft} edit={edit} />
        <DateField name="dueDate" label="Due date" draft={draft} edit={edit} />
      </div>
      <button type="button" className="link-button itemise" onClick={onItemise}>
        Itemise: quantities, tax, discounts
      </button>
    </>
  );
}

function CurrencyField({ draft, edit }: SectionProps) {
  const problems = useFieldProblems();
  return (
    <SelectField
      label="Currency"
      id={fieldId(['currency'])}
      value={draft.currency}
      choices={currencyChoices}
      onChange={(currency) => edit('currency', (old) => ({ ...old, currency, rates: [] }))}
      problem={problems.at(['currency'])}
    />
  );
}

function DateField(props: SectionProps & { name: 'dueDate' | 'issueDate'; label: string; hint?: string }) {
  const { draft, edit, name, label, hint } = props;
  const problems = useFieldProblems();
  return (
    <TextField
      label={label}
      type="date"
      max={lastDate}
      id={fieldId([name])}
      value={draft[name]}
      onChange={(value) => edit(name, (old) => ({ ...old, [name]: value }))}
      onBlur={() => problems.touch([name])}
      problem={problems.at([name])}
      hint={hint}
    />
  );
}

function TextSection({ draft, edit }: SectionProps) {
  const problems = useFieldProblems();
  const text = (name: 'notes' | 'terms' | 'purchaseOrder') => ({
    id: fieldId([name]),
    value: draft[name],
    onChange: (value: string) => edit(name, (old) => ({ ...old, [name]: value })),
    onBlur: () => problems.touch([name]),
    problem: problems.at([name]),
    optional: true,
  });
  return (
    <section className="form-section" aria-labelledby="section-texts">
      <h2 id="section-texts">Notes and terms</h2>
      <TextAreaField label="Notes" {...text('notes')} placeholder="A word to the client" />
      <TextAreaField label="Terms" {...text('terms')} placeholder="How and until when to pay" />
      <div className="field-row">
        <TextField label="Purchase order" {...text('purchaseOrder')} />
        <DateField
          name="issueDate"
          label="Issue date"
          draft={draft}
          edit={edit}
          {...(draft.issueDate === '' ? { hint: 'Empty: the day it is issued.' } : {})}
        />
      </div>
    </section>
  );
}
