import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * Freezes the logo that an invoice is printed with, so that a reprint is the paper that went out. The picture
 * is kept once under its hash, however many invoices have it. Comes before the issue itself: what a crash
 * leaves behind is nobody's.
 */
export async function freezeLetterhead(db: EngineDatabase, linkId: string, logo: string | null): Promise<void> {
  const hash = logo === null ? '' : bytesToHex(sha256(utf8ToBytes(logo)));
  if (logo !== null) await db.letterheads.insertIfNotExists({ id: hash, rev: '', value: logo });
  await db.letterheads.insertIfNotExists({ id: linkId, rev: '', value: hash });
}

/** The logo of an issued invoice; `present` is the settings' own, for one whose letterhead is not here (yet). */
export async function letterheadOf(db: EngineDatabase, linkId: string, present: string | null): Promise<string | null> {
  const frozen = await db.letterheads.findOne(linkId).exec();
  if (!frozen) return present;
  if (frozen.value === '') return null;
  const picture = await db.letterheads.findOne(frozen.value).exec();
  return picture?.value ?? present;
}
