import { createChainReader } from '../chain/chain-reader.ts';
import type { HubSignal } from '../hub/hub.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { progress } from './apply-chain-event.ts';
import type { FollowedChain } from './followed-chain.ts';
import { readHeights } from './progress-of.ts';

/** What one endpoint says of a payment; `unknown` where it cannot be asked, or has not come as far. */
type Verdict = 'shows' | 'denies' | 'unknown';

/** Endpoints that must show a payment before it counts. */
const neededVoices = 2;
/** Payments that are asked about in one go. */
const batchSize = 50;

/**
 * Asks for a second voice on the payments of a set amount and more: until two different endpoints show the same log in
 * the same block, such a payment stays `confirming`, and no other payment waits for it. Endpoints that contradict each
 * other are told in the log and at `/status`, and asked again.
 */
export async function seekAgreement(chain: FollowedChain): Promise<void> {
  const { context, chainId } = chain;
  const rows = await context.database.kysely
    .selectFrom('payments')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('agreement', 'in', ['waiting', 'disagreed'])
    .where('state', 'in', ['seen', 'confirming'])
    .orderBy('block_number')
    .limit(batchSize)
    .execute();
  for (const row of rows) {
    if (chain.signal.aborted) return;
    const agreement = chain.agreementAbove === null ? 'agreed' : await ask(chain, row);
    if (agreement === row.agreement || agreement === null) continue;
    await chain.turns.take(async () => {
      const signals = await transact(context.database.kysely, (trx) => write(trx, row, agreement, context.now()));
      await context.hub.publish(signals);
    });
  }
}

/** Asks one endpoint after the other, until two agree; null where too few could answer. */
async function ask(chain: FollowedChain, row: PaymentRow): Promise<'agreed' | 'disagreed' | null> {
  const { context, chainId, pool } = chain;
  const shows: string[] = [];
  const denies: string[] = [];
  for (const { endpoint } of pool.status()) {
    const verdict = await judge(chain, row, endpoint);
    if (verdict === 'shows') shows.push(endpoint);
    if (verdict === 'denies') denies.push(endpoint);
    if (shows.length >= neededVoices) return 'agreed';
  }
  if (denies.length === 0) return null;
  if (row.agreement !== 'disagreed')
    context.log.error(
      { chainId, txHash: row.tx_hash, logIndex: row.log_index, shows, denies },
      'endpoints do not agree on a payment: it waits until two show the same',
    );
  return 'disagreed';
}

/** Whether one endpoint has the payment's block in its chain, and in it the very log. */
async function judge({ pool, signal }: FollowedChain, row: PaymentRow, endpoint: string): Promise<Verdict> {
  const reader = createChainReader(pool, [row.token as `0x${string}`], signal);
  const header = await reader.header(BigInt(row.block_number), { only: endpoint });
  if (!header.ok || header.value === null) return 'unknown';
  if (header.value.hash !== row.block_hash) return 'denies';
  const logs = await reader.transfers({ blockHash: header.value.hash }, { only: endpoint });
  if (!logs.ok) return 'unknown';
  const isThere = logs.value.some(
    (log) =>
      log.txHash === row.tx_hash &&
      log.logIndex === row.log_index &&
      log.from === row.sender &&
      log.to === row.recipient &&
      String(log.units) === row.units,
  );
  return isThere ? 'shows' : 'denies';
}

async function write(
  trx: RelayTransaction,
  { account, key, chain_id }: PaymentRow,
  agreement: 'agreed' | 'disagreed',
  now: number,
): Promise<HubSignal[]> {
  const row = await trx
    .updateTable('payments')
    .set({ agreement })
    .where('account', '=', account)
    .where('key', '=', key)
    .where('state', 'in', ['seen', 'confirming'])
    .returningAll()
    .executeTakeFirst();
  return row ? progress(trx, [row], await readHeights(trx, chain_id), now) : [];
}
