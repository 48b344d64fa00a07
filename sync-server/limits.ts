import { z } from 'zod';

/** How much one account or one address may ask for. Sizes are characters of sealed text. */
export interface RelayLimits {
  /** Calls per minute from one address, without and with a session. */
  readonly callsPerMinute: number;
  readonly accountCallsPerMinute: number;
  /** Sign-in attempts per minute from one address. */
  readonly signInsPerMinute: number;
  readonly accountsPerAddressPerDay: number;
  readonly mailsPerDay: number;
  readonly linksPerDay: number;
  readonly storage: number;
  /**
   * Transfers that are recorded in a day: for one link, and unmatched ones of an account. Only an exchange has more.
   */
  readonly transfersPerDay: number;
  /** Changes of the owner's word on transfers, by account and day. */
  readonly assignmentsPerDay: number;
  /** Event streams open at one time from one address. */
  readonly streamsPerAddress: number;
}

/** The settings behind {@link RelayLimits}. */
export const limitSettings = {
  LIMIT_CALLS_PER_MINUTE: countSchema(600).describe('Calls a minute from one address without a session'),
  LIMIT_ACCOUNT_CALLS_PER_MINUTE: countSchema(1_200).describe('Calls a minute of one workspace'),
  LIMIT_SIGN_INS_PER_MINUTE: countSchema(60).describe('Sign-ins a minute from one address'),
  LIMIT_ACCOUNTS_PER_ADDRESS_PER_DAY: countSchema(50).describe('New workspaces a day from one address'),
  LIMIT_MAILS_PER_DAY: countSchema(200).describe('Emails a day of one workspace'),
  LIMIT_LINKS_PER_DAY: countSchema(500).describe('New payment links a day of one workspace'),
  LIMIT_STORAGE: countSchema(1_000_000_000).describe('Characters of sealed text that one workspace keeps'),
  LIMIT_TRANSFERS_PER_DAY: countSchema(20_000).describe(
    'Transfers recorded a day for one link, and unmatched ones of one workspace',
  ),
  LIMIT_ASSIGNMENTS_PER_DAY: countSchema(2_000).describe('Decisions on transfers a day of one workspace'),
  LIMIT_STREAMS_PER_ADDRESS: countSchema(100).describe('Event streams open at a time from one address'),
};

/** Maps checked settings to limits. */
export function readLimits(settings: { readonly [Name in keyof typeof limitSettings]: number }): RelayLimits {
  return {
    callsPerMinute: settings.LIMIT_CALLS_PER_MINUTE,
    accountCallsPerMinute: settings.LIMIT_ACCOUNT_CALLS_PER_MINUTE,
    signInsPerMinute: settings.LIMIT_SIGN_INS_PER_MINUTE,
    accountsPerAddressPerDay: settings.LIMIT_ACCOUNTS_PER_ADDRESS_PER_DAY,
    mailsPerDay: settings.LIMIT_MAILS_PER_DAY,
    linksPerDay: settings.LIMIT_LINKS_PER_DAY,
    storage: settings.LIMIT_STORAGE,
    transfersPerDay: settings.LIMIT_TRANSFERS_PER_DAY,
    assignmentsPerDay: settings.LIMIT_ASSIGNMENTS_PER_DAY,
    streamsPerAddress: settings.LIMIT_STREAMS_PER_ADDRESS,
  };
}

function countSchema(otherwise: number) {
  const wrong = 'must be a whole number above 0';
  return z.coerce.number({ error: wrong }).int(wrong).positive(wrong).default(otherwise);
}
