import { z } from 'zod';
import { typedTextSchema as typed } from './typed-text-schema.ts';

/**
 * A seller or buyer as it is written on an invoice (EN 16931 BG-4 and BG-7).
 *
 * All fields are text as typed; an absent one is the empty string. `country` is ISO 3166-1 alpha-2, or empty.
 */
export const partySchema = z.strictObject({
  name: z.string().max(300),
  email: z.string().max(320),
  address: z.string().max(1000),
  country: z.string().max(2),
  taxId: z.string().max(60),
});

/** A party as it is being typed, right or wrong: `partyProblems` says what does not fit on an invoice. */
export const typedPartySchema = z.strictObject({
  name: typed,
  email: typed,
  address: typed,
  country: typed,
  taxId: typed,
});

/** A seller or a buyer, all of it text. */
export type Party = z.infer<typeof partySchema>;

/** A party with nothing filled in. */
export const emptyParty: Party = { name: '', email: '', address: '', country: '', taxId: '' };
