import type { CreditTotals } from '../../../shared/invoice/credit-note.ts';
import { verifyCanonical } from '../../../shared/sealing/canonical-signature.ts';
import { signedCreditNoteSchema, type SignedCreditNote } from '../../../shared/sealing/signed-credit-note.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';

/** A credit note as it is kept, with the signed document in it. */
export interface KeptCreditNote {
  readonly document: AdjustmentDocument;
  readonly signed: SignedCreditNote;
}

/** The credit note of an id or a number; fails with `credit-note.unknown` and `credit-note.damaged`. */
export async function loadCreditNote(db: EngineDatabase, idOrNumber: string): Promise<Result<KeptCreditNote>> {
  const found = await findCreditNote(db, idOrNumber);
  if (found) return readCreditNote(found);
  return fail(
    'credit-note.unknown',
    'There is no such credit note here. It may not have come from your other device yet.',
  );
}

/** The document of a credit note of an id or a number, whole or not; null where there is none. */
export async function findCreditNote(db: EngineDatabase, idOrNumber: string): Promise<AdjustmentDocument | null> {
  const direct = await db.adjustments.findOne(idOrNumber).exec();
  if (direct?.kind === 'credit-note') return direct.toMutableJSON();
  const notes = await db.adjustments.find({ selector: { kind: 'credit-note' } }).exec();
  const number = idOrNumber.toLowerCase();
  return notes.find(({ creditNote }) => creditNote?.number.toLowerCase() === number)?.toMutableJSON() ?? null;
}

/** The signed document of a credit note, its signature checked (`credit-note.damaged` where it does not hold). */
export function readCreditNote(document: AdjustmentDocument): Result<KeptCreditNote> {
  const parsed = signedCreditNoteSchema.safeParse(document.creditNote?.signed);
  if (parsed.success && verifyCanonical(parsed.data.creditNote, 'credit-note', parsed.data.signature))
    return ok({ document, signed: parsed.data });
  return fail(
    'credit-note.damaged',
    `Credit note ${document.creditNote?.number ?? document.id} is not as it was signed. Another device of yours may have it whole.`,
  );
}

/** The totals of an invoice's credit notes that stand, but for the one of an id. */
export async function standingCredits(
  db: EngineDatabase,
  invoiceId: string,
  except = '',
): Promise<Result<CreditTotals[]>> {
  const documents = await db.adjustments.find({ selector: { invoiceId } }).exec();
  const totals: CreditTotals[] = [];
  for (const document of documents) {
    const note = document.toMutableJSON();
    if (note.kind !== 'credit-note' || note.undone || note.id === except) continue;
    const read = readCreditNote(note);
    if (!read.ok) return read;
    totals.push(read.value.signed.creditNote.totals);
  }
  return ok(totals);
}
