import type { FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import { oneLine, type EmailContent } from '../../../shared/documents/email-letter.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { linkOf, relayOriginOf } from './invoice-context.ts';
import type { InvoiceLetter } from './invoice-papers.ts';

/** What a letter about an issued invoice is written from. */
export interface LetterSources {
  readonly signed: SignedInvoice;
  readonly frozen: FrozenInvoice;
  readonly link: string;
}

/** The invoice as it was issued, with its link; fails with `invoice.not-issued` and `relay.none`. */
export async function letterSources(
  db: EngineDatabase,
  options: EngineOptions,
  invoice: InvoiceDocument,
): Promise<Result<LetterSources>> {
  const { signed } = invoice;
  if (!signed) return fail('invoice.not-issued', 'A draft cannot be sent. Issue it first.');
  const link = linkOf(invoice, relayOriginOf(await readSettings(db, options.practice), options));
  if (link === null)
    return fail('relay.none', 'No relay is set. Name one in Settings to send and to be paid online.', {
      retryable: true,
    });
  return ok({ signed, frozen: signed.payable.invoice, link });
}

/** A letter from the seller that the invoice names. */
export function makeLetter({ seller }: Pick<FrozenInvoice, 'seller'>, content: EmailContent): InvoiceLetter {
  return { fromName: oneLine(seller.name), replyTo: seller.email || null, ...content };
}
