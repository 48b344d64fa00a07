import { z } from 'zod';
import { creditNoteSchema } from '../invoice/credit-note.ts';
import { signatureSchema } from './signed-invoice.ts';

/** A credit note with the seller's signature over it (`SignedKind` `credit-note`): what devices keep for ever. */
export const signedCreditNoteSchema = z.strictObject({ creditNote: creditNoteSchema, signature: signatureSchema });
/** A credit note and its seller's signature. */
export type SignedCreditNote = z.infer<typeof signedCreditNoteSchema>;
