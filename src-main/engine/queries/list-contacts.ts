import type { Contact } from '../../../shared/app-api/contact.ts';
import { contactView } from '../contacts/contact-commands.ts';
import type { ContactDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { searchDocuments } from '../storage/search-documents.ts';

/** Most clients that are listed at once. */
const mostContacts = 2_000;

/** The address book by name; with a search, the most fitting first. */
export async function listContacts(db: EngineDatabase, search: string): Promise<Contact[]> {
  if (search.trim() === '') {
    const sort = [{ trashed: 'asc' }, { name: 'asc' }] as const;
    const found = await db.contacts.find({ selector: { trashed: false }, sort: [...sort], limit: mostContacts }).exec();
    return found.map((document) => contactView(document.toMutableJSON()));
  }
  const ids = searchDocuments(db.contacts, search, { limit: mostContacts });
  const found = await db.contacts.findByIds(ids).exec();
  const hits = ids
    .map((id) => found.get(id)?.toMutableJSON())
    .filter((hit): hit is ContactDocument => hit?.trashed === false);
  return hits.map(contactView);
}
