import { requiredConfirmations } from '../../shared/money/confirmation-policy.ts';
import { findToken } from '../../shared/money/token.ts';
import { pow10 } from '../../shared/money/decimal.ts';
import { transferKey, type TransferLog } from '../../shared/payment/transfer.ts';
import type { HubSignal } from '../hub/hub.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { takeQuota } from '../storage/take-quota.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import { appendPaymentEvents } from './append-payment-events.ts';
import type { AccountAttribution } from './attribute-transfers.ts';
import { progressOf, type ChainHeights } from './progress-of.ts';
import { storeAsked } from './store-asked.ts';

/** How transfers are recorded. */
export interface RecordOptions {
  /** How far the chain has been read, from which confirmations count. */
  readonly heights: ChainHeights;
  /** Milliseconds since 1970. */
  readonly now: number;
  /**
   * New transfers that are recorded in a day for one link, and of an account's unmatched ones; more are left out.
   * Anybody can shower an address with specks: that must not keep a payment out that has its own mark.
   */
  readonly perDay: number;
  /**
   * Whole tokens from which a second endpoint must show a payment before it counts; null: one
   * endpoint's word is enough.
   */
  readonly agreementAbove: bigint | null;
}

/**
 * Writes attributed transfers, their events, and what their links ask for now; the accounts' rows are taken already
 * (`lock-accounts.ts`). Known ones stay as they are, except that one which was unmatched or reversed is written anew
 * when it is now credited, or in the chain again. What is final in another block is left out: it counts already.
 */
export async function recordTransfers(
  trx: RelayTransaction,
  found: readonly AccountAttribution[],
  options: RecordOptions,
): Promise<HubSignal[]> {
  const { now, perDay } = options;
  const rows = found.map((one) => toRow(one, options));
  const known = await readKnown(trx, rows);
  const elsewhere = await readFinal(trx, rows);
  const fresh: PaymentRow[] = [];
  const again: PaymentRow[] = [];
  for (const row of rows) {
    const before = known.get(idOf(row));
    const isNews = !before || before.state === 'reversed' || (before.link_id === null && row.link_id !== null);
    if (!isNews || elsewhere.has(row)) continue;
    const scope = row.link_id === null ? `account:${row.account}` : `link:${row.link_id}`;
    const quota = await takeQuota(trx, { scope, kind: 'transfers', limit: perDay, now });
    if (!quota.ok) continue;
    (before ? again : fresh).push(row);
    known.set(idOf(row), row);
  }
  await inChunks(fresh, (some) => trx.insertInto('payments').values(some).execute());
  for (const row of again)
    await trx.updateTable('payments').set(row).where('account', '=', row.account).where('key', '=', row.key).execute();
  const written = new Set([...fresh, ...again]);
  const told = await appendPaymentEvents(
    trx,
    rows.filter((row) => written.has(row)),
    now,
  );
  await storeAsked(trx, told.links);
  return told.signals;
}

function idOf({ account, key }: Pick<PaymentRow, 'account' | 'key'>): string {
  return `${account} ${key}`;
}

/** What is on record of these transfers. */
async function readKnown(
  trx: RelayTransaction,
  rows: readonly PaymentRow[],
): Promise<Map<string, Pick<PaymentRow, 'link_id' | 'state'>>> {
  const known = new Map<string, Pick<PaymentRow, 'link_id' | 'state'>>();
  for (const [account, ofAccount] of Map.groupBy(rows, (row) => row.account)) {
    const keys = ofAccount.map(({ key }) => key);
    const found = await inChunks(keys, (some) =>
      trx
        .selectFrom('payments')
        .select(['account', 'key', 'link_id', 'state'])
        .where('account', '=', account)
        .where('key', 'in', some)
        .execute(),
    );
    for (const row of found) known.set(idOf(row), row);
  }
  return known;
}

/** Those of these transfers that are on record as final in another block: nothing takes that one back any more. */
async function readFinal(trx: RelayTransaction, rows: readonly PaymentRow[]): Promise<Set<PaymentRow>> {
  const final = new Set<PaymentRow>();
  for (const [account, ofAccount] of Map.groupBy(rows, (row) => row.account)) {
    const lastingIds = ofAccount.map(({ lasting_id }) => lasting_id);
    const found = await inChunks(lastingIds, (some) =>
      trx
        .selectFrom('payments')
        .select(['key', 'lasting_id'])
        .where('account', '=', account)
        .where('lasting_id', 'in', some)
        .where('state', '=', 'final')
        .execute(),
    );
    const alike = Map.groupBy(found, ({ lasting_id }) => lasting_id);
    for (const row of ofAccount) if (alike.get(row.lasting_id)?.some(({ key }) => key !== row.key)) final.add(row);
  }
  return final;
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
