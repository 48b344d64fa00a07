import { partyProblems } from '../../../shared/invoice/party-problems.ts';
import { textProblem } from '../../../shared/invoice/typed-text.ts';
import { isCurrencyCode } from '../../../shared/money/currency.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Contact } from '../../../shared/app-api/contact.ts';
import type { ContactDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { randomId } from '../random-values.ts';

/** Writes a client into the address book: a new one when `id` is null. */
export async function saveContact(
  db: EngineDatabase,
  options: EngineOptions,
  input: Pick<Contact, 'party' | 'note' | 'currency'> & { readonly id: string | null },
): Promise<Result<Contact>> {
  const { party, note, currency } = input;
  const checked = checkContact(input);
  if (!checked.ok) return checked;
  const updatedAt = options.now().toISOString();
  const fields = { party, note, currency, name: (party.name || party.email).slice(0, 300), updatedAt };
  if (input.id === null) {
    const fresh = { id: randomId(options.random), rev: '', ...fields, trashed: false, createdAt: updatedAt };
    await db.contacts.insert(fresh);
    return ok(contactView(fresh));
  }
  const found = await db.contacts.findOne(input.id).exec();
  if (!found) return unknown();
  const changed = await found.incrementalModify((current) => ({ ...current, ...fields }));
  return ok(contactView(changed.toMutableJSON()));
}

/** Puts a client in the bin, or takes it out; invoices hold copies and do not change. */
export async function setContactTrashed(
  db: EngineDatabase,
  options: EngineOptions,
  id: string,
  trashed: boolean,
): Promise<Result<object>> {
  const found = await db.contacts.findOne(id).exec();
  if (!found) return unknown();
  if (found.trashed !== trashed) await found.incrementalPatch({ trashed, updatedAt: options.now().toISOString() });
  return ok({});
}

/** A contact as the app sees it. */
export function contactView({ id, party, note, currency, updatedAt }: ContactDocument): Contact {
  return { id, party, note, currency, updatedAt };
}

function checkContact({ party, note, currency }: Pick<Contact, 'party' | 'note' | 'currency'>): Result<unknown> {
  if (party.name.trim() === '' && party.email.trim() === '')
    return fail('contact.empty', 'A client needs a name or an email address.', { path: ['party', 'name'] });
  if (currency !== '' && !isCurrencyCode(currency))
    return fail('currency.unknown', `"${currency}" is not a currency code such as USD or EUR.`, { path: ['currency'] });
  const problem =
    partyProblems(party, "The client's", ['party'])[0] ??
    textProblem(note, { limit: 4000, lines: true }, 'The note', ['note']);
  return problem ? { ok: false, problem } : ok(null);
}

function unknown() {
  return fail('contact.unknown', 'There is no such client here. It may not have come from your other device yet.');
}
