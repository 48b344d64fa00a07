import type { PaymentState } from '../../shared/payment/payment.ts';
import type { ReorgEvent } from '../chain/chain-event.ts';
import type { HubSignal } from '../hub/hub.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { lockAccounts } from '../storage/lock-accounts.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import { appendPaymentEvents, type Told } from './append-payment-events.ts';
import type { AccountAttribution } from './attribute-transfers.ts';
import type { GatheredBlocks } from './gather-blocks.ts';
import { moveCursor, rememberBlocks } from './move-cursor.ts';
import { progressOf, readHeights, type ChainHeights } from './progress-of.ts';
import { recordTransfers, type RecordOptions } from './record-transfers.ts';
import type { RecordedBlock } from './recorded-blocks.ts';
import { storeAsked } from './store-asked.ts';

const standing = ['seen', 'confirming', 'confirmed'] as const;

/**
 * Applies a block, and those that were read together with it: their payments, the confirmations of those still waiting,
 * the cursor, in one transaction. Touches only unconfirmed payments, however many are settled.
 *
 * @returns the signals to publish after the commit.
 */
export async function applyBlock(
  trx: RelayTransaction,
  chainId: number,
  block: GatheredBlocks,
  found: readonly AccountAttribution[],
  options: Omit<RecordOptions, 'heights'>,
): Promise<HubSignal[]> {
  const { now } = options;
  const number = Number(block.number);
  const replaced = await notFinal(trx, chainId)
    .where('block_number', '=', number)
    .where('block_hash', '!=', block.hash)
    .execute();
  const waiting = await unconfirmed(trx, chainId, number);
  await lockAccounts(
    trx,
    [...replaced, ...waiting, ...found].map(({ account }) => account),
  );
  const signals = await reverse(trx, replaced, now);
  const heights = { ...(await readHeights(trx, chainId)), tip: number };
  const gone = new Set(replaced.map(({ account, key }) => `${account} ${key}`));
  const standing = waiting.filter(({ account, key }) => !gone.has(`${account} ${key}`));
  signals.push(...(await progress(trx, standing, heights, now)));
  signals.push(...(await recordTransfers(trx, found, { ...options, heights })));
  await rememberBlocks(trx, chainId, block.passed);
  await moveCursor(trx, chainId, { number, hash: block.hash, timestamp: block.timestamp }, now);
  return [...signals, { type: 'chain', chainId }];
}

/** Reverses payments in blocks that the chain no longer has (`find-gone-blocks.ts`). */
export async function reverseGone(
  trx: RelayTransaction,
  chainId: number,
  gone: readonly RecordedBlock[],
  now: number,
): Promise<HubSignal[]> {
  const rows = await readGone(trx, chainId, gone, standing);
  await lockAccounts(
    trx,
    rows.map(({ account }) => account),
  );
  return reverse(trx, rows, now);
}

/**
 * Applies a reorganisation: every payment in an orphaned block is reversed, and the cursor goes back to the common one.
 * What a scan found already in the chain's new blocks stands; what it found in blocks that were never told is judged as
 * the cursor passes them again (`find-gone-blocks.ts`).
 */
export async function applyReorg(
  trx: RelayTransaction,
  chainId: number,
  event: ReorgEvent,
  gone: readonly RecordedBlock[],
  now: number,
): Promise<HubSignal[]> {
  const common = Number(event.common.number);
  const orphaned = await trx
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('block_number', '>', common)
    .where(
      'block_hash',
      'in',
      event.orphaned.map(({ hash }) => hash),
    )
    .where('state', '!=', 'reversed')
    .execute();
  const rows = [...orphaned, ...(await readGone(trx, chainId, gone, [...standing, 'final']))];
  await lockAccounts(
    trx,
    rows.map(({ account }) => account),
  );
  const signals = await reverse(trx, rows, now);
  await trx.deleteFrom('chain_headers').where('chain_id', '=', chainId).where('number', '>', common).execute();
  for (const tag of ['safe', 'finalized'] as const)
    await trx
      .updateTable('chain_cursors')
      .set({ [tag]: common })
      .where('chain_id', '=', chainId)
      .where(tag, '>', common)
      .execute();
  await moveCursor(trx, chainId, { number: common, hash: event.common.hash }, now);
  return [...signals, { type: 'chain', chainId }];
}

/** Applies the chain's word that a block is safe, or can no longer change. */
export async function applyFinality(
  trx: RelayTransaction,
  chainId: number,
  tag: 'safe' | 'finalized',
  number: number,
  now: number,
): Promise<HubSignal[]> {
  await trx
    .updateTable('chain_cursors')
    .set({ [tag]: number })
    .where('chain_id', '=', chainId)
    .execute();
  const heights = await readHeights(trx, chainId);
  const rows = await notFinal(trx, chainId).where('block_number', '<=', number).execute();
  return [...(await progress(trx, rows, heights, now)), { type: 'chain', chainId }];
}

/** The payments that wait for confirmations, in blocks up to a height. */
function unconfirmed(trx: RelayTransaction, chainId: number, tip: number): Promise<PaymentRow[]> {
  return trx
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('state', 'in', ['seen', 'confirming'])
    .where('block_number', '<=', tip)
    .execute();
}

/** Steps in which the confirmations of one payment are told at most: a large payment waits for thousands. */
const toldSteps = 20;

/** Writes and tells how far payments are, where that is news: another state, or a step on the way to it. */
export async function progress(
  trx: RelayTransaction,
  rows: readonly PaymentRow[],
  heights: ChainHeights,
  now: number,
): Promise<HubSignal[]> {
  const moved = rows.flatMap((row) => {
    const next = progressOf(row, heights);
    const step = Math.max(Math.floor(row.required / toldSteps), 1);
    const isBack = next.state === 'seen' && row.state !== 'seen';
    const isNews = isBack || next.state !== row.state || next.confirmations >= row.confirmations + step;
    return isNews ? [{ ...row, ...next }] : [];
  });
  return (await change(trx, moved, now)).signals;
}

async function reverse(trx: RelayTransaction, rows: readonly PaymentRow[], now: number): Promise<HubSignal[]> {
  const reversed = rows.map((row) => ({ ...row, state: 'reversed' as const, confirmations: 0 }));
  const { signals, links } = await change(trx, reversed, now);
  await storeAsked(trx, links);
  return signals;
}

/** Writes the state of payments, those of an account that are alike in one statement, and tells of them. */
async function change(trx: RelayTransaction, rows: readonly PaymentRow[], now: number): Promise<Told> {
  const alike = Map.groupBy(rows, ({ account, state, confirmations }) => `${account} ${state} ${confirmations}`);
  for (const group of alike.values()) {
    const [first] = group;
    if (!first) continue;
    const { account, state, confirmations } = first;
    const keys = group.map(({ key }) => key);
    await inChunks(keys, (some) =>
      trx
        .updateTable('payments')
        .set({ state, confirmations })
        .where('account', '=', account)
        .where('key', 'in', some)
        .execute(),
    );
  }
  return appendPaymentEvents(trx, rows, now);
}

async function readGone(
  trx: RelayTransaction,
  chainId: number,
  gone: readonly RecordedBlock[],
  states: readonly PaymentState[],
): Promise<PaymentRow[]> {
  const rows: PaymentRow[] = [];
  for (const { number, hash } of gone)
    rows.push(
      ...(await inStates(trx, chainId, states)
        .where('block_number', '=', number)
        .where('block_hash', '=', hash)
        .execute()),
    );
  return rows;
}

function notFinal(trx: RelayTransaction, chainId: number) {
  return inStates(trx, chainId, standing);
}

function inStates(trx: RelayTransaction, chainId: number, states: readonly PaymentState[]) {
  return trx.selectFrom('payments').selectAll().where('chain_id', '=', chainId).where('state', 'in', states);
}
