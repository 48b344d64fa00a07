import { chainOf } from '../../shared/money/chain.ts';
import { transferKey } from '../../shared/payment/transfer.ts';
import type { UnmatchedReason } from '../../shared/payment/unmatched-reason.ts';
import { appendEvent } from '../events/append-event.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { takeQuota } from '../storage/take-quota.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import type { AccountAttribution } from './attribute-transfers.ts';
import { confirmationState } from './confirmation-state.ts';
import { storeRests } from './store-rests.ts';
import { toPayment, toTransfer } from './to-payment.ts';

/**
 * Writes attributed transfers, their events, and what their links wait for now. Known ones stay as they are, except that one which was unmatched or
 * reversed is written anew when it is now credited, or in the chain again.
 *
 * @param options.tip the highest block read, from which confirmations count.
 * @param options.now milliseconds since 1970.
 * @param options.perDay new transfers that are recorded in a day for one link, and of an account's unmatched ones; more are
 * left out. Anybody can shower an address with specks: that must not keep a payment out that has its own mark.
 */
export async function recordTransfers(
  trx: RelayTransaction,
  found: readonly AccountAttribution[],
  options: { readonly tip: bigint; readonly now: number; readonly perDay: number },
): Promise<HubSignal[]> {
  const { tip, now, perDay } = options;
  const signals: HubSignal[] = [];
  const credited: (string | null)[] = [];
  for (const one of found) {
    const row = toRow(one, tip);
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
    signals.push(...(await tell(trx, row, now)));
    credited.push(row.link_id);
  }
  await storeRests(trx, credited);
  return signals;
}

/** Adds the event that says how a payment, or an unmatched transfer, now stands. */
export async function tell(trx: RelayTransaction, row: PaymentRow, now: number): Promise<HubSignal[]> {
  const payment = toPayment(row);
  if (payment && row.link_id !== null) {
    const signal = await appendEvent(trx, row.account, { type: 'payment', linkId: row.link_id, payment }, now);
    return [signal, { type: 'link', linkId: row.link_id }];
  }
  const candidates = JSON.parse(row.candidates) as string[];
  const reason = row.reason as UnmatchedReason;
  return [
    await appendEvent(trx, row.account, { type: 'unmatched', reason, candidates, transfer: toTransfer(row) }, now),
  ];
}

function toRow({ account, transfer, attribution }: AccountAttribution, tip: bigint): PaymentRow {
  const required = chainOf(transfer.chainId).confirmations;
  const depth = Number(tip - transfer.blockNumber) + 1;
  const confirmations = Math.min(Math.max(depth, 1), required);
  const credited = attribution.kind === 'credited';
  return {
    account,
    key: transferKey(transfer),
    link_id: credited ? attribution.watch.linkId : null,
    chain_id: transfer.chainId,
    block_number: Number(transfer.blockNumber),
    block_hash: transfer.blockHash,
    block_time: transfer.blockTime,
    tx_hash: transfer.txHash,
    log_index: transfer.logIndex,
    token: transfer.token,
    sender: transfer.from,
    recipient: transfer.to,
    units: String(transfer.units),
    rule: credited ? attribution.rule : null,
    reason: credited ? null : attribution.reason,
    candidates: JSON.stringify(credited ? [] : attribution.candidates),
    state: confirmationState(confirmations, required),
    confirmations,
    required,
    late: credited && attribution.late ? 1 : 0,
  };
}
