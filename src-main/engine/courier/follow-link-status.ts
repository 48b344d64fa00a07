import { shareText } from '../../../shared/payment/settled-share.ts';
import { isSettled } from '../../../shared/payment/settlement.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { InvoiceDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { foldRelayView } from '../ledger/fold-settlement.ts';
import type { InvoiceLedger } from '../ledger/invoice-ledger.ts';
import { settledNow } from '../ledger/settled-shares.ts';
import { enqueueLinkStatus } from './enqueue.ts';

/**
 * Whether a published invoice's page asks for money, as its owner wants it; see `linkStatuses` of the relay's contract.
 */
export type WantedStatus = 'open' | 'void' | 'settled';

const jobFor = { open: 'reinstate', void: 'void', settled: 'settle' } as const;

/**
 * Tells the relay, when that has changed, whether an invoice's page still asks for money: not for one that is
 * void, written off or credited, nor for one that is settled by more than the relay can see; and what part is
 * settled otherwise. What this device told last is kept on it, and is not told twice; another device of the
 * owner's may tell the same.
 */
export async function followLinkStatus(
  db: EngineDatabase,
  invoice: InvoiceDocument,
  ledger: InvoiceLedger,
  at: string,
): Promise<void> {
  if (invoice.linkId === '') return;
  const key = deviceKeys.linkStatus(invoice.linkId);
  const told = (await readDeviceValue<string>(db, key)) ?? 'open';
  const wanted = wantedStatus(invoice, ledger);
  const share = wantedShare(invoice, ledger);
  const word = `${wanted} ${share}`.trim();
  if (word === told) return;
  if (await enqueueLinkStatus(db, invoice, { kind: jobFor[wanted], share, at })) await writeDeviceValue(db, key, word);
}

/** What part of an invoice its page is to take for settled otherwise: "1/5", empty for nothing. */
export function wantedShare({ signed }: InvoiceDocument, ledger: InvoiceLedger): string {
  return signed ? shareText(settledNow(signed.payable, ledger)) : '';
}

/** What the page of an invoice is to say by its owner's word. */
export function wantedStatus(invoice: InvoiceDocument, ledger: InvoiceLedger): WantedStatus {
  if (invoice.lifecycle === 'void') return 'void';
  if (invoice.lifecycle === 'credited' || invoice.lifecycle === 'uncollectible') return 'settled';
  if (!invoice.signed || !isSettled(invoice.settlement)) return 'open';
  return isSettled(foldRelayView(invoice.signed.payable, ledger).status) ? 'open' : 'settled';
}
