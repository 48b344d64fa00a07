import type { Command } from 'commander';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';

/** A party's fields as options. */
export interface PartyOptions {
  readonly name?: string;
  readonly email?: string;
  readonly address?: string;
  readonly country?: string;
  readonly taxId?: string;
}

/** Adds the options of a party's fields, its name excepted. */
export function withPartyOptions(command: Command): Command {
  return command
    .option('--email <email>', 'email address')
    .option('--address <lines>', 'postal address; "\\n" starts a new line')
    .option('--country <code>', 'country, ISO 3166 (two capitals)')
    .option('--tax-id <id>', 'VAT or tax number');
}

/** The party that the options describe; what is not said is empty, or as in `base`. */
export function partyFromOptions(options: PartyOptions, base: Party = emptyParty): Party {
  return {
    name: options.name ?? base.name,
    email: options.email ?? base.email,
    address: options.address?.replaceAll('\\n', '\n') ?? base.address,
    country: options.country ?? base.country,
    taxId: options.taxId ?? base.taxId,
  };
}
