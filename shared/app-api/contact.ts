import { z } from 'zod';
import { typedPartySchema } from '../invoice/party.ts';

/** A client in the address book. */
export const contactSchema = z.object({
  id: z.string(),
  party: typedPartySchema,
  note: z.string(),
  currency: z.string().max(3),
  updatedAt: z.iso.datetime(),
});
/** A client in the address book, as a screen shows it and sends it back. */
export type Contact = z.infer<typeof contactSchema>;
