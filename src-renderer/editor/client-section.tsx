import { useState } from 'react';
import type { Contact } from '../../shared/app-api/contact.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import type { Party } from '../../shared/invoice/party.ts';
import { Button } from '../components/button.tsx';
import { PartyFields } from '../components/party-fields.tsx';
import { TextField } from '../components/text-field.tsx';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine, useWatch } from '../engine/use-engine.ts';
import { ClientPicker } from './client-picker.tsx';
import { editBuyer } from './draft-edits.ts';
import { fieldId, useFieldProblems } from './field-problems.ts';
import type { Edit } from './use-draft-editor.ts';

const detailFields = ['address', 'country', 'taxId'] as const;

/** Whom it is for: picked from the contacts, or written here and kept as a contact in passing. */
export function ClientSection({ draft, edit }: { draft: InvoiceDraft; edit: Edit }) {
  const problems = useFieldProblems();
  const { buyer } = draft;
  const [isOpen, setOpen] = useState(false);
  const hasDetails = isOpen || detailFields.some((field) => buyer[field] !== '');
  const pick = (contact: Contact): void =>
    edit('client', (old) => ({
      ...old,
      buyer: contact.party,
      contactId: contact.id,
      currency: contact.currency || old.currency,
    }));
  const write = (field: keyof Party, value: string): void =>
    edit(`buyer ${field}`, (old) => editBuyer(old, field, value));
  return (
    <section className="form-section" aria-label="Who it is for">
      <div className="field-row">
        <ClientPicker
          name={buyer.name}
          onName={(name) => write('name', name)}
          onPick={pick}
          onCreate={(name) => {
            edit('client', (old) => ({ ...old, buyer: { ...old.buyer, name }, contactId: null }));
            document.getElementById(fieldId(['buyer', 'email']))?.focus();
          }}
          onBlur={() => problems.touch(['buyer', 'name'])}
          problem={problems.at(['buyer', 'name'])}
        />
        <TextField
          label="Client email"
          type="email"
          id={fieldId(['buyer', 'email'])}
          value={buyer.email}
          onChange={(value) => write('email', value)}
          onBlur={() => problems.touch(['buyer', 'email'])}
          problem={problems.at(['buyer', 'email'])}
          autoComplete="off"
        />
      </div>
      {hasDetails ? (
        <PartyFields
          prefix="Client"
          fields={detailFields}
          party={buyer}
          onChange={write}
          onBlur={(field) => problems.touch(['buyer', field])}
          problems={Object.fromEntries(detailFields.map((field) => [field, problems.at(['buyer', field])]))}
        />
      ) : null}
      <div className="button-row">
        {hasDetails ? null : (
          <button type="button" className="link-button" onClick={() => setOpen(true)}>
            Add address and tax ID
          </button>
        )}
        <KeepAsContact draft={draft} edit={edit} />
      </div>
    </section>
  );
}

/** Offers to keep the buyer as a contact when it is none yet, or to carry changes over to the contact it is. */
function KeepAsContact({ draft, edit }: { draft: InvoiceDraft; edit: Edit }) {
  const engine = useEngine();
  const contacts = useWatch('contacts', { search: '' }).value;
  const { buyer, contactId } = draft;
  const contact = contacts?.find((one) => one.id === contactId);
  const isSame = contact && JSON.stringify(contact.party) === JSON.stringify(buyer);
  if (!contacts || isSame || (buyer.name.trim() === '' && buyer.email.trim() === '')) return null;

  async function keep(): Promise<void> {
    const result = await engine.call('contact.save', {
      id: contact?.id ?? null,
      party: { ...buyer, name: buyer.name.trim() || buyer.email.trim() },
      note: contact?.note ?? '',
      currency: contact?.currency ?? draft.currency,
    });
    if (!result.ok) return showProblem(result.problem, 'The contact was not saved');
    const saved = result.value;
    edit('client', (old) => ({ ...old, buyer: saved.party, contactId: saved.id }));
    showDone(contact ? 'Contact updated' : `${saved.party.name} is in your contacts now`);
  }
  return (
    <Button look="quiet" size="small" onClick={() => void keep()}>
      {contact ? 'Update the contact' : 'Save as contact'}
    </Button>
  );
}
