import type { UnmatchedReason } from '../../shared/payment/unmatched-reason.ts';
import { appendEvents } from '../events/append-events.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import { readAssignedParts } from './assigned-parts.ts';
import { toPayment, toTransfer } from './to-payment.ts';

/**
 * What telling of transfers leads to: signals to publish after the commit, and the links whose payments they are among.
 */
export interface Told {
  readonly signals: HubSignal[];
  readonly links: string[];
}

/**
 * Adds the events that say how payments, or unmatched transfers, now stand. An event is the relay's own attribution,
 * also where the owner's word on the transfer stands; the pages of the links that it names are told to look.
 */
export async function appendPaymentEvents(
  trx: RelayTransaction,
  rows: readonly PaymentRow[],
  now: number,
): Promise<Told> {
  const told: Told = { signals: [], links: [] };
  const byAccount = [...Map.groupBy(rows, (row) => row.account)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [account, ofAccount] of byAccount) {
    told.signals.push(...(await appendEvents(trx, account, ofAccount.map(eventOf), now)));
    const lastingIds = ofAccount.map(({ lasting_id }) => lasting_id);
    const assigned = await readAssignedParts(trx, account, lastingIds);
    told.links.push(...ofAccount.flatMap(({ link_id }) => link_id ?? []));
    told.links.push(...[...assigned.values()].flatMap((parts) => [...parts.keys()]));
  }
  const pages = [...new Set(told.links)].map((linkId) => ({ type: 'link' as const, linkId }));
  return { ...told, signals: [...told.signals, ...pages] };
}

function eventOf(row: PaymentRow) {
  const payment = toPayment(row);
  if (payment && row.link_id !== null) return { type: 'payment' as const, linkId: row.link_id, payment };
  const candidates = JSON.parse(row.candidates) as string[];
  const reason = row.reason as UnmatchedReason;
  return { type: 'unmatched' as const, reason, candidates, transfer: toTransfer(row) };
}
