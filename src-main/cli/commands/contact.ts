import type { Command } from 'commander';
import { parseEmailAddress } from '../../../shared/invoice/email-address.ts';
import { ok } from '../../../shared/result.ts';
import type { Contact } from '../../../shared/app-api/contact.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import type { CommandResult } from '../outcome.ts';
import { partyFromOptions, withPartyOptions, type PartyOptions } from '../party-options.ts';
import { readOnce } from '../read-once.ts';
import { columns } from '../render/columns.ts';
import { shownIdLength } from '../render/render-rows.ts';

interface AddOptions extends PartyOptions {
  readonly note?: string;
  readonly currency?: string;
}

/** `quittance contact`: the address book. */
export function defineContact(program: Command, runtime: CliRuntime): void {
  const contact = program.command('contact').description('the address book');
  const add = contact
    .command('add')
    .description('add a client')
    .requiredOption('--name <name>', 'the client’s name')
    .option('--note <text>', 'a note to yourself')
    .option('--currency <code>', 'the currency this client is invoiced in');
  withPartyOptions(add).action((options: AddOptions, command: Command) =>
    runtime.run(command, (context) => addContact(context, options)),
  );
  contact
    .command('list')
    .description('list clients')
    .option('--search <text>', 'only those whose name, email or note holds this', '')
    .action((options: { search: string }, command: Command) =>
      runtime.run(command, (context) => listContacts(context, options.search)),
    );
}

async function addContact({ session }: CliContext, options: AddOptions): Promise<CommandResult> {
  const party = partyFromOptions(options);
  if (party.email !== '') {
    const email = parseEmailAddress(party.email, ['email']);
    if (!email.ok) return email;
  }
  const saved = await session.client.call('contact.save', {
    id: null,
    party,
    note: options.note ?? '',
    currency: options.currency ?? '',
  });
  return saved.ok ? ok({ json: saved.value, text: `Added ${saved.value.party.name} (${saved.value.id}).` }) : saved;
}

async function listContacts({ session }: CliContext, search: string): Promise<CommandResult> {
  const contacts = await readOnce(session.client, 'contacts', { search });
  if (!contacts.ok) return contacts;
  return ok({ json: { contacts: contacts.value }, text: renderContacts(contacts.value) });
}

function renderContacts(contacts: readonly Contact[]): string {
  if (contacts.length === 0) return 'No contacts.';
  return columns([
    ['ID', 'NAME', 'EMAIL', 'COUNTRY', 'CURRENCY'],
    ...contacts.map(({ id, party, currency }) => [
      id.slice(0, shownIdLength),
      party.name,
      party.email,
      party.country,
      currency,
    ]),
  ]);
}
