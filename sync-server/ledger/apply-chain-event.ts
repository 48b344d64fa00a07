import type { BlockEvent, ChainEvent } from '../chain/chain-event.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import type { AccountAttribution } from './attribute-transfers.ts';
import { confirmationState } from './confirmation-state.ts';
import type { GoneBlock } from './find-gone-blocks.ts';
import { recordTransfers, tell } from './record-transfers.ts';
import { storeRests } from './store-rests.ts';

/** Blocks of each chain that are remembered by hash: as far back as a reorganisation is recognised. */
export const rememberedBlocks = 256;

/**
 * Applies a block: its payments, the confirmations of those still waiting, the cursor, in one transaction. Touches only
 * unconfirmed payments, however many are settled.
 *
 * @param options.gone blocks before this one that the chain no longer has; their payments are reversed.
 * @returns the signals to publish after the commit.
 */
export async function applyBlock(
  trx: RelayTransaction,
  chainId: number,
  block: BlockEvent,
  found: readonly AccountAttribution[],
  options: { readonly now: number; readonly perDay: number; readonly gone?: readonly GoneBlock[] },
): Promise<HubSignal[]> {
  const { now } = options;
  const number = Number(block.number);
  const replaced = await notFinal(trx, chainId)
    .where('block_number', '=', number)
    .where('block_hash', '!=', block.hash)
    .execute();
  for (const { hash } of options.gone ?? [])
    replaced.push(...(await notFinal(trx, chainId).where('block_hash', '=', hash).execute()));
  const signals = await reverse(trx, replaced, now);
  signals.push(...(await advanceConfirmations(trx, chainId, number, now)));
  signals.push(...(await recordTransfers(trx, found, { ...options, tip: block.number })));
  await moveCursor(trx, chainId, { number, hash: block.hash, timestamp: block.timestamp }, now);
  return [...signals, { type: 'chain', chainId }];
}

/** Applies a reorganisation: every payment above the common block is reversed, and the cursor goes back to it. */
export async function applyReorg(
  trx: RelayTransaction,
  chainId: number,
  event: Extract<ChainEvent, { type: 'reorg' }>,
  now: number,
): Promise<HubSignal[]> {
  const common = Number(event.common.number);
  const orphaned = await trx
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('block_number', '>', common)
    .where('state', '!=', 'reversed')
    .execute();
  const signals = await reverse(trx, orphaned, now);
  await trx.deleteFrom('chain_headers').where('chain_id', '=', chainId).where('number', '>', common).execute();
  await moveCursor(trx, chainId, { number: common, hash: event.common.hash }, now);
  return [...signals, { type: 'chain', chainId }];
}

/** Applies the chain's word that a block can no longer change. */
export async function applyFinalized(
  trx: RelayTransaction,
  chainId: number,
  finalized: number,
  now: number,
): Promise<HubSignal[]> {
  const cursor = await trx
    .selectFrom('chain_cursors')
    .select('block_number')
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  const tip = cursor?.block_number ?? finalized;
  const signals: HubSignal[] = [];
  for (const row of await notFinal(trx, chainId).where('block_number', '<=', finalized).execute())
    signals.push(
      ...(await change(trx, { ...row, state: 'final', confirmations: Math.max(tip - row.block_number + 1, 1) }, now)),
    );
  await trx.updateTable('chain_cursors').set({ finalized }).where('chain_id', '=', chainId).execute();
  return [...signals, { type: 'chain', chainId }];
}

async function advanceConfirmations(
  trx: RelayTransaction,
  chainId: number,
  tip: number,
  now: number,
): Promise<HubSignal[]> {
  const waiting = await trx
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('state', 'in', ['seen', 'confirming'])
    .where('block_number', '<=', tip)
    .execute();
  const signals: HubSignal[] = [];
  for (const row of waiting) {
    const confirmations = Math.min(tip - row.block_number + 1, row.required);
    if (confirmations <= row.confirmations) continue;
    signals.push(
      ...(await change(trx, { ...row, confirmations, state: confirmationState(confirmations, row.required) }, now)),
    );
  }
  return signals;
}

async function reverse(trx: RelayTransaction, rows: readonly PaymentRow[], now: number): Promise<HubSignal[]> {
  const signals: HubSignal[] = [];
  for (const row of rows) signals.push(...(await change(trx, { ...row, state: 'reversed', confirmations: 0 }, now)));
  await storeRests(
    trx,
    rows.map((row) => row.link_id),
  );
  return signals;
}

async function change(trx: RelayTransaction, row: PaymentRow, now: number): Promise<HubSignal[]> {
  await trx
    .updateTable('payments')
    .set({ state: row.state, confirmations: row.confirmations })
    .where('account', '=', row.account)
    .where('key', '=', row.key)
    .execute();
  return tell(trx, row, now);
}

function notFinal(trx: RelayTransaction, chainId: number) {
  return trx
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('state', 'in', ['seen', 'confirming', 'confirmed']);
}

async function moveCursor(
  trx: RelayTransaction,
  chainId: number,
  block: { number: number; hash: string; timestamp?: number },
  now: number,
): Promise<void> {
  const { number, hash, timestamp } = block;
  const place = { block_number: number, block_hash: hash, checked_at: now };
  const time = timestamp === undefined ? {} : { block_time: timestamp };
  await trx
    .insertInto('chain_cursors')
    .values({ chain_id: chainId, finalized: null, block_time: timestamp ?? 0, ...place })
    .onConflict((conflict) => conflict.column('chain_id').doUpdateSet({ ...place, ...time }))
    .execute();
  await trx
    .insertInto('chain_headers')
    .values({ chain_id: chainId, number, hash })
    .onConflict((conflict) => conflict.columns(['chain_id', 'number']).doUpdateSet({ hash }))
    .execute();
  // While catching up, blocks are told with gaps: what counts is how many are remembered, not how far back they lie.
  const oldest = await trx
    .selectFrom('chain_headers')
    .select('number')
    .where('chain_id', '=', chainId)
    .orderBy('number', 'desc')
    .offset(rememberedBlocks)
    .limit(1)
    .executeTakeFirst();
  if (oldest)
    await trx
      .deleteFrom('chain_headers')
      .where('chain_id', '=', chainId)
      .where('number', '<=', oldest.number)
      .execute();
}
