import { ok } from '../../shared/result.ts';
import { createChainReader } from '../chain/chain-reader.ts';
import { readPastTransfers, type PastTransfers } from '../chain/read-past-transfers.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import { lockAccounts } from '../storage/lock-accounts.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { areOnAppliedChain, readLastApplied } from './applied-chain.ts';
import { attributeTransfers, type AccountAttribution } from './attribute-transfers.ts';
import type { FollowedChain } from './followed-chain.ts';
import { nextScan, type Scan } from './next-scan.ts';
import { readHeights } from './progress-of.ts';
import { recordTransfers } from './record-transfers.ts';
import { readOtherBlocks } from './recorded-blocks.ts';

/**
 * What a step of scanning came to: `done` nothing is left, `more` the next step can follow, `wait` try again later,
 * `ahead` try again when `block` is applied.
 */
export type ScanOutcome =
  | { readonly kind: 'done' | 'more' | 'wait' }
  | { readonly kind: 'ahead'; readonly block: bigint };

/** The largest page of a scan, in blocks; endpoints with a smaller limit halve it. */
export const largestPage = 50_000;
const nothing: PastTransfers = { transfers: [], endpoints: [] };
/** How long a scan rests when no endpoint keeps the blocks that it needs: an operator may add one that does. */
const prunedRest = 3_600_000;

/**
 * Looks through a page of the past for published links, and credits what is theirs. That a link waits for this, and how
 * far it has come, is in the database: no crash loses it, and it goes on where it was.
 *
 * Reading takes no turn, so that a scan of a month holds no block up; what it finds is judged and written in a turn.
 * What lies beyond the blocks that were applied waits for them: whose a transfer is hangs on the payments before it. An
 * endpoint that is on another fork than they are is not believed, neither what it shows nor that there is nothing.
 */
export async function runPendingScan(chain: FollowedChain): Promise<ScanOutcome> {
  const scan = await nextScan(chain);
  if (!scan.ok) return waitFor(chain, [], scan.problem);
  if (scan.value === null) return { kind: 'done' };
  const { first, last, links } = scan.value;
  const ids = links.map((link) => link.id);
  const lastOfPage = first + BigInt(chain.scanPage.blocks) - 1n;
  const page = { first, last: lastOfPage < last ? lastOfPage : last };
  const reader = createChainReader(chain.pool, chain.tokens, chain.signal);
  const past = page.first > page.last ? ok(nothing) : await readPastTransfers(reader, scan.value.addresses, page);
  if (!past.ok) {
    const isTooLarge = past.problem.code === 'rpc.range-too-large' && chain.scanPage.blocks > 1;
    if (!isTooLarge) return waitFor(chain, ids, past.problem);
    shrink(chain.scanPage, Number(page.last - page.first + 1n));
    return { kind: 'more' };
  }
  grow(chain.scanPage);
  const { transfers, endpoints } = past.value;
  return chain.turns.take(async (): Promise<ScanOutcome> => {
    const applied = await readLastApplied(chain);
    const ahead = transfers.find(({ blockNumber }) => blockNumber > applied.number);
    if (ahead && page.first > applied.number) return { kind: 'ahead', block: ahead.blockNumber };
    if (!(await areOnAppliedChain(chain, reader, endpoints))) return { kind: 'wait' };
    const judged = ahead ? transfers.filter(({ blockNumber }) => blockNumber <= applied.number) : transfers;
    await writeFound(chain, judged, scan.value!, ahead ? applied.number : page.last);
    return { kind: 'more' };
  });
}

/** Judges what a page holds, and writes it up to the block `through`. */
async function writeFound(
  chain: FollowedChain,
  transfers: PastTransfers['transfers'],
  scan: Scan,
  through: bigint,
): Promise<void> {
  const { context, chainId, calldataOf } = chain;
  const { kysely } = context.database;
  const found = await attributeTransfers(kysely, chainId, transfers, calldataOf);
  const told = found.filter((one) => concerns(one, scan.links));
  await context.hub.publish(await transact(kysely, (trx) => writePage(trx, chain, told, scan, through)));
}

/**
 * After a page that was too large: half of it, and hardly more for a while, so that not every other
 * page is asked in vain.
 */
function shrink(page: FollowedChain['scanPage'], failed: number): void {
  page.blocks = Math.max(Math.floor(failed / 2), 1);
  page.limit = page.blocks;
}

function grow(page: FollowedChain['scanPage']): void {
  page.limit = Math.min(Math.ceil(page.limit * 1.05), largestPage);
  page.blocks = Math.min(page.blocks * 2, page.limit);
}

/**
 * Tells whether something found in the past is news: everything credited, and what is not from the time since an
 * invoice of its owner's was issued. What is older came before anybody asked for it.
 */
function concerns({ account, attribution, transfer }: AccountAttribution, links: Scan['links']): boolean {
  if (attribution.kind === 'credited') return true;
  return links.some((link) => link.account === account && transfer.blockTime >= Math.floor(link.issuedAt / 1_000));
}

async function writePage(
  trx: RelayTransaction,
  { context, chainId, agreementAbove }: FollowedChain,
  found: readonly AccountAttribution[],
  { last, links }: Scan,
  through: bigint,
) {
  const options = {
    heights: await readHeights(trx, chainId),
    now: context.now(),
    perDay: context.config.limits.transfersPerDay,
    agreementAbove,
  };
  await lockAccounts(
    trx,
    found.map(({ account }) => account),
  );
  const signals = await recordTransfers(trx, await withoutDoubts(trx, chainId, found), options);
  const ids = links.map((link) => link.id);
  const scans = { chain: chainId, ids };
  if (through >= last) await endScans(trx, scans);
  else
    await trx
      .updateTable('pending_scans')
      .set({ next_block: Number(through + 1n) })
      .where('chain_id', '=', chainId)
      .where('link_id', 'in', ids)
      .execute();
  return signals;
}

async function endScans(trx: RelayTransaction, { chain, ids }: { chain: number; ids: string[] }): Promise<void> {
  await trx.deleteFrom('pending_scans').where('chain_id', '=', chain).where('link_id', 'in', ids).execute();
}

async function waitFor(chain: FollowedChain, ids: readonly string[], problem: RpcProblem): Promise<ScanOutcome> {
  if (problem.code !== 'rpc.pruned' || ids.length === 0) return { kind: 'wait' };
  const { context, chainId } = chain;
  context.log.error(
    { chainId, links: ids },
    `the past of published links cannot be looked through: ${problem.message}`,
  );
  await context.database.kysely
    .updateTable('pending_scans')
    .set({ retry_at: context.now() + prunedRest })
    .where('chain_id', '=', chainId)
    .where('link_id', 'in', ids)
    .execute();
  return { kind: 'more' };
}

/**
 * Leaves out what is in a block other than the one that was applied at its height: an endpoint that lags behind a
 * reorganisation still shows it, and no event would ever reverse it. And what counts in another block: the blocks, as
 * they are applied, tell where it is.
 */
async function withoutDoubts(
  trx: RelayTransaction,
  chainId: number,
  found: readonly AccountAttribution[],
): Promise<AccountAttribution[]> {
  const transfers = found.map(({ transfer }) => transfer);
  const elsewhere = new Set((await readOtherBlocks(trx, chainId, transfers)).map(({ txHash }) => txHash));
  const kept: AccountAttribution[] = [];
  for (const one of found) {
    if (elsewhere.has(one.transfer.txHash)) continue;
    const applied = await trx
      .selectFrom('chain_headers')
      .select('hash')
      .where('chain_id', '=', chainId)
      .where('number', '=', Number(one.transfer.blockNumber))
      .executeTakeFirst();
    if (applied === undefined || applied.hash === one.transfer.blockHash) kept.push(one);
  }
  return kept;
}
