import { Autocomplete } from '@base-ui/react/autocomplete';
import { Plus, UserRound } from 'lucide-react';
import type { Contact } from '../../shared/app-api/contact.ts';
import { FieldFrame } from '../components/field-frame.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { fieldId } from './field-problems.ts';

type Item = { kind: 'contact'; contact: Contact } | { kind: 'new'; name: string };

interface ClientPickerProps {
  name: string;
  onName: (name: string) => void;
  onPick: (contact: Contact) => void;
  onCreate: (name: string) => void;
  onBlur: () => void;
  /** What is wrong with the name, in words; null when nothing is. */
  problem: string | null;
}

/** Most contacts offered at a time; typing narrows them down. */
const offered = 8;

/** The client's name, with the contacts that it could mean, and the way to a new one. */
export function ClientPicker({ name, onName, onPick, onCreate, onBlur, problem }: ClientPickerProps) {
  const search = name.trim();
  const contacts = useWatch('contacts', { search: search.slice(0, 200) }).value ?? [];
  const isKnown = contacts.some((contact) => contact.party.name.toLowerCase() === search.toLowerCase());
  const items: Item[] = contacts.slice(0, offered).map((contact) => ({ kind: 'contact', contact }));
  if (search !== '' && !isKnown) items.push({ kind: 'new', name: search });
  const id = fieldId(['buyer', 'name']);
  function choose(item: Item): void {
    if (item.kind === 'contact') onPick(item.contact);
    else onCreate(item.name);
  }
  return (
    <FieldFrame id={id} label="Client" problem={problem}>
      <Autocomplete.Root
        items={items}
        filteredItems={items}
        value={name}
        itemToStringValue={(item: Item) => (item.kind === 'contact' ? item.contact.party.name : item.name)}
        onValueChange={(value, details) => {
          // A press on an item is told by the item itself, whole.
          if (details.reason !== 'item-press') onName(value);
        }}
        mode="list"
        openOnInputClick
      >
        <span className="input-box">
          <Autocomplete.Input
            id={id}
            placeholder="Name of a person or firm"
            aria-describedby={`${id}-note`}
            onBlur={onBlur}
            aria-invalid={problem ? true : undefined}
          />
        </span>
        <Autocomplete.Portal>
          <Autocomplete.Positioner sideOffset={4} align="start" className="popup-place">
            <Autocomplete.Popup className="popup">
              <Autocomplete.List className="popup-list">
                {(item: Item) => (
                  <Autocomplete.Item
                    key={item.kind === 'contact' ? item.contact.id : 'new'}
                    value={item}
                    className="popup-item"
                    onClick={() => choose(item)}
                  >
                    <ItemText item={item} />
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </FieldFrame>
  );
}

function ItemText({ item }: { item: Item }) {
  if (item.kind === 'new')
    return (
      <>
        <Plus size={16} aria-hidden="true" />
        <span className="popup-text">New client “{item.name}”</span>
      </>
    );
  return (
    <>
      <UserRound size={16} aria-hidden="true" />
      <span className="popup-text" dir="auto">
        {item.contact.party.name}
        <span className="muted-block">{item.contact.party.email}</span>
      </span>
    </>
  );
}
