import { useState, type FormEvent } from 'react';
import type { Contact } from '../../shared/app-api/contact.ts';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import { focusFirstInvalid } from '../components/focus-first-invalid.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { PartyFields, partyFields } from '../components/party-fields.tsx';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { currencyChoices } from '../format/currency-choices.ts';
import { partyProblem } from '../format/party-problem.ts';

interface ContactPanelProps {
  /** Null for a new one. */
  contact: Contact | null;
  open: boolean;
  onClose: () => void;
}

const currencies = [{ value: '', label: 'As in settings' }, ...currencyChoices];

/** Adds or edits a contact beside the list. */
export function ContactPanel({ contact, open, onClose }: ContactPanelProps) {
  const engine = useEngine();
  const [party, setParty] = useState<Party>(contact?.party ?? emptyParty);
  const [note, setNote] = useState(contact?.note ?? '');
  const [currency, setCurrency] = useState(contact?.currency ?? '');
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [refusal, setRefusal] = useState<string | null>(null);
  const problemOf = (field: keyof Party): string | null =>
    field === 'name' && party.name.trim() === ''
      ? 'A contact needs a name.'
      : partyProblem(field, party[field], "The client's");
  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setShown(new Set(partyFields));
    if (partyFields.some(problemOf)) return focusFirstInvalid(event.currentTarget);
    const result = await engine.call('contact.save', { id: contact?.id ?? null, party, note, currency });
    if (!result.ok) return setRefusal(result.problem.message);
    showDone(`${party.name} saved`);
    onClose();
  }
  return (
    <Modal open={open} onClose={onClose} shape="panel" title={contact ? 'Edit contact' : 'New contact'}>
      <form className="panel-form" onSubmit={(event) => void save(event)} noValidate>
        <div className="panel-fields">
          <PartyFields
            party={party}
            onChange={(field, value) => setParty({ ...party, [field]: value })}
            onBlur={(field) => setShown(new Set([...shown, field]))}
            problems={Object.fromEntries(
              partyFields.map((field) => [field, shown.has(field) ? problemOf(field) : null]),
            )}
          />
          <SelectField label="Currency" value={currency} choices={currencies} onChange={setCurrency} />
          <TextAreaField label="Note" optional rows={3} value={note} onChange={setNote} hint="Only you see this." />
          {refusal ? (
            <p className="field-problem" role="alert">
              {refusal}
            </p>
          ) : null}
        </div>
        <div className="modal-actions">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit">
            Save contact
          </Button>
        </div>
      </form>
    </Modal>
  );
}
