import { requiredConfirmations } from '../../shared/money/confirmation-policy.ts';
import { findToken } from '../../shared/money/token.ts';
import { pow10 } from '../../shared/money/decimal.ts';
import { transferKey, type TransferLog } from '../../shared/payment/transfer.ts';
import type { UnmatchedReason } from '../../shared/payment/unmatched-reason.ts';
import { appendEvent } from '../events/append-event.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { takeQuota } from '../storage/take-quota.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import { assignedLinks } from './assigned-parts.ts';
import type { AccountAttribution } from './attribute-transfers.ts';
import { progressOf, type ChainHeights } from './progress-of.ts';
import { storeAsked } from './store-asked.ts';
import { toPayment, toTransfer } from './to-payment.ts';

/** How transfers are recorded. */
export interface RecordOptions {
  /** How far the chain has been read, from which confirmations count. */
  readonly heights: ChainHeights;
  /** Milliseconds since 1970. */
  readonly now: number;
  /**
   * New transfers that are recorded in a day for one link, and of an account's unmatched ones; more are left out. Anybody can
   * shower an address with specks: that must not keep a payment out that has its own mark.
   */
  readonly perDay: number;
  /** Whole tokens from which a second endpoint must show a payment before it counts; null: one endpoint's word is enough. */
  readonly agreementAbove: bigint | null;
}

/**
 * Writes attributed transfers, their events, and what their links ask for now. Known ones stay as they are, except that one
 * which was unmatched or reversed is written anew when it is now credited, or in the chain again.
 */
export async function recordTransfers(
  trx: RelayTransaction,
  found: readonly AccountAttribution[],
  options: RecordOptions,
): Promise<HubSignal[]> {
  const { now, perDay } = options;
  const signals: HubSignal[] = [];
  const concerned: (string | null)[] = [];
  for (const one of found) {
    const row = toRow(one, options);
    const known = await trx
      .selectFrom('payments')
      .select(['link_id', 'state'])
      .where('account', '=', row.account)
      .where('key', '=', row.key)
      .executeTakeFirst();
    const isNews = !known || known.state === 'reversed' || (known.link_id === null && row.link_id !== null);
    if (!isNews) continue;
    const scope = row.link_id === null ? `account:${row.account}` : `link:${row.link_id}`;
    const quota = await takeQuota(trx, { scope, kind: 'transfers', limit: perDay, now });
    if (!quota.ok) continue;
    if (known)
      await trx
        .updateTable('payments')
        .set(row)
        .where('account', '=', row.account)
        .where('key', '=', row.key)
        .execute();
    else await trx.insertInto('payments').values(row).execute();
    const told = await tell(trx, row, now);
    signals.push(...told.signals);
    concerned.push(...told.links);
  }
  await storeAsked(trx, concerned);
  return signals;
}

/** What telling of a transfer leads to: signals to publish after the commit, and the links whose payments it is one of. */
export interface Told {
  readonly signals: HubSignal[];
  readonly links: string[];
}

/**
 * Adds the event that says how a payment, or an unmatched transfer, now stands. The event is the relay's own attribution, also
 * where the owner's word on the transfer stands; the pages of the links that it names are told to look.
 */
export async function tell(trx: RelayTransaction, row: PaymentRow, now: number): Promise<Told> {
  const event = await appendEvent(trx, row.account, eventOf(row), now);
  const assigned = await assignedLinks(trx, row.account, row.lasting_id);
  const links = [...(row.link_id === null ? [] : [row.link_id]), ...assigned];
  return { signals: [event, ...links.map((linkId) => ({ type: 'link' as const, linkId }))], links };
}

function eventOf(row: PaymentRow) {
  const payment = toPayment(row);
  if (payment && row.link_id !== null) return { type: 'payment' as const, linkId: row.link_id, payment };
  const candidates = JSON.parse(row.candidates) as string[];
  const reason = row.reason as UnmatchedReason;
  return { type: 'unmatched' as const, reason, candidates, transfer: toTransfer(row) };
}

function toRow(
  { account, transfer, attribution, lastingId }: AccountAttribution,
  { heights, agreementAbove }: RecordOptions,
): PaymentRow {
  const { chainId, token, units } = transfer;
  const credited = attribution.kind === 'credited';
  const minimum = credited ? attribution.watch.confirmations : undefined;
  const { blocks, awaits } = requiredConfirmations(chainId, token, units, minimum);
  const place = {
    block_number: Number(transfer.blockNumber),
    required: blocks,
    awaits,
    agreement: agreementAbove !== null && isAbove(transfer, agreementAbove) ? ('waiting' as const) : ('none' as const),
  };
  return {
    account,
    key: transferKey(transfer),
    link_id: credited ? attribution.watch.linkId : null,
    chain_id: chainId,
    block_hash: transfer.blockHash,
    block_time: transfer.blockTime,
    tx_hash: transfer.txHash,
    log_index: transfer.logIndex,
    token,
    sender: transfer.from,
    recipient: transfer.to,
    units: String(units),
    rule: credited ? attribution.rule : null,
    reason: credited ? null : attribution.reason,
    candidates: JSON.stringify(credited ? [] : attribution.candidates),
    late: credited && attribution.late ? 1 : 0,
    lasting_id: lastingId,
    ...place,
    ...progressOf(place, heights),
  };
}

/** Tells whether a transfer is of so many whole tokens or more; of a token that nobody knows, every amount is. */
function isAbove({ chainId, token, units }: TransferLog, whole: bigint): boolean {
  const known = findToken(chainId, token);
  return known === undefined || units >= whole * pow10(known.decimals);
}
