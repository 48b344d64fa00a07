import { Plus, Search, Trash2, UsersRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { Contact } from '../../shared/app-api/contact.ts';
import { Awaited } from '../components/awaited.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from '../components/page.tsx';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine, useWatch } from '../engine/use-engine.ts';
import { countryName } from '../format/country-choices.ts';
import { ContactPanel } from './contact-panel.tsx';

/** The address book. */
export function ContactsScreen() {
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search.trim());
  const { value: contacts, problem } = useWatch('contacts', { search: asked });
  const [open, setOpen] = useState<Contact | 'new' | null>(null);
  const remove = useDeleteContact();
  const add = (
    <Button look="primary" icon={<Plus size={18} aria-hidden="true" />} onClick={() => setOpen('new')}>
      New contact
    </Button>
  );
  return (
    <Page title="Contacts" actions={add}>
      <div className="list-tools">
        <label className="search-box">
          <Search size={16} aria-hidden="true" />
          <span className="visually-hidden">Search contacts</span>
          <input
            type="search"
            value={search}
            maxLength={200}
            placeholder="Name or email"
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      {!contacts ? (
        <Awaited label="Loading contacts…" problem={problem} />
      ) : contacts.length > 0 ? (
        <ContactTable contacts={contacts} onOpen={setOpen} onDelete={remove} />
      ) : asked ? (
        <EmptyState
          icon={<Search size={28} />}
          title={`Nobody found for “${asked}”`}
          action={<Button onClick={() => setSearch('')}>Show all contacts</Button>}
        >
          The search looks at names and email addresses.
        </EmptyState>
      ) : (
        <EmptyState icon={<UsersRound size={28} />} title="No contacts yet" action={add}>
          Clients that you invoice often are kept here. You can also save one while you write an invoice.
        </EmptyState>
      )}
      <ContactPanel
        key={open === 'new' ? 'new' : (open?.id ?? 'none')}
        contact={open === 'new' ? null : open}
        open={open !== null}
        onClose={() => setOpen(null)}
      />
    </Page>
  );
}

interface ContactTableProps {
  contacts: readonly Contact[];
  onOpen: (contact: Contact) => void;
  onDelete: (contact: Contact) => void;
}

function ContactTable({ contacts, onOpen, onDelete }: ContactTableProps) {
  return (
    <table className="plain-table contact-table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Email</th>
          <th scope="col">Country</th>
          <th scope="col">Currency</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {contacts.map((contact) => (
          <tr key={contact.id}>
            <td>
              <button type="button" className="row-button" dir="auto" onClick={() => onOpen(contact)}>
                {contact.party.name}
              </button>
            </td>
            <td>{contact.party.email}</td>
            <td>{countryName(contact.party.country)}</td>
            <td>{contact.currency}</td>
            <td className="cell-actions">
              <IconButton
                label={`Delete ${contact.party.name}`}
                size="small"
                icon={<Trash2 size={16} aria-hidden="true" />}
                onClick={() => onDelete(contact)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useDeleteContact(): (contact: Contact) => void {
  const engine = useEngine();
  async function restore(id: string): Promise<void> {
    const result = await engine.call('contact.restore', { id });
    if (!result.ok) showProblem(result.problem);
  }
  return (contact) => {
    void engine.call('contact.delete', { id: contact.id }).then((result) => {
      if (result.ok) showDone(`${contact.party.name} deleted`, () => void restore(contact.id));
      else showProblem(result.problem);
    });
  };
}
