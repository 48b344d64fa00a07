import { findChain } from '../../shared/money/chain.ts';
import { ok, type Result } from '../../shared/result.ts';
import { createChainReader } from '../chain/chain-reader.ts';
import { findBlockAt } from '../chain/find-block-at.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import type { FollowedChain } from './followed-chain.ts';

/** Links whose past is looked through together: their addresses, and the blocks that are left. */
export interface Scan {
  readonly links: readonly { readonly id: string; readonly account: string; readonly issuedAt: number }[];
  readonly addresses: readonly `0x${string}`[];
  readonly first: bigint;
  readonly last: bigint;
}

/** Most links whose past is looked through together. */
const batchSize = 50;
/**
 * How much earlier than an invoice's issue is looked at, for clocks that are not quite right; and how far back at most.
 */
const marginMilliseconds = 600_000;
const furthestMilliseconds = 30 * 86_400_000;

/**
 * Finds the scan to go on with: the one with the fewest blocks left, so that a link published as it was issued never
 * waits for one that comes a month late; those that have come to blocks which are not applied yet are the last. New
 * ones are begun first: their addresses become known to the chain before the last block is chosen, so every later block
 * is read with them.
 *
 * @returns null when none waits.
 */
export async function nextScan(chain: FollowedChain): Promise<Result<Scan | null, RpcProblem>> {
  const now = chain.context.now();
  for (;;) {
    const fresh = await readScans(chain, now, 'fresh');
    if (fresh.length === 0) break;
    const begun = await beginScans(chain, fresh, now);
    if (!begun.ok) return begun;
  }
  const [first, ...others] = await readScans(chain, now, 'begun');
  if (!first) return ok(null);
  const together = [
    first,
    ...others.filter((row) => row.next_block === first.next_block && row.last_block === first.last_block),
  ];
  const addresses = await addressesOf(
    chain,
    together.map((row) => row.link_id),
  );
  // Another process may have begun it.
  chain.watched.add(addresses);
  return ok({
    links: together.map((row) => ({ id: row.link_id, account: row.account, issuedAt: row.issued_at })),
    addresses,
    first: BigInt(first.next_block ?? 0),
    last: BigInt(first.last_block ?? 0),
  });
}

async function readScans({ context, chainId }: FollowedChain, now: number, which: 'fresh' | 'begun') {
  const waiting = context.database.kysely
    .selectFrom('pending_scans')
    .innerJoin('links', 'links.id', 'pending_scans.link_id')
    .select(['link_id', 'next_block', 'last_block', 'links.account', 'links.issued_at'])
    .where('pending_scans.chain_id', '=', chainId)
    .where('retry_at', '<=', now)
    .limit(batchSize);
  if (which === 'fresh') return waiting.where('next_block', 'is', null).orderBy('links.issued_at', 'desc').execute();
  return waiting
    .leftJoin('chain_cursors', 'chain_cursors.chain_id', 'pending_scans.chain_id')
    .where('next_block', 'is not', null)
    .orderBy((order) => order.case().when('next_block', '>', order.ref('block_number')).then(1).else(0).end())
    .orderBy((order) => order('last_block', '-', order.ref('next_block')))
    .orderBy('last_block')
    .execute();
}

/** Sets the first and the last block of new scans, those of about the same age alike. */
async function beginScans(
  chain: FollowedChain,
  fresh: Awaited<ReturnType<typeof readScans>>,
  now: number,
): Promise<Result<null, RpcProblem>> {
  const { context, chainId, pool, signal } = chain;
  const { kysely } = context.database;
  const ids = fresh.map((row) => row.link_id);
  chain.watched.add(await addressesOf(chain, ids));
  const reader = createChainReader(pool, [], signal);
  const head = await reader.header('latest');
  if (!head.ok) return head;
  const applied = await kysely
    .selectFrom('chain_cursors')
    .select('block_number')
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  if (head.value === null || Number(head.value.number) < (applied?.block_number ?? 0)) {
    const message = 'An endpoint is behind the blocks that were read already.';
    return { ok: false, problem: { code: 'rpc.behind', retryable: true, message } };
  }
  for (const alike of Map.groupBy(fresh, (row) => ageClass(now - row.issued_at)).values()) {
    const oldest = Math.min(...alike.map((row) => row.issued_at), now) - marginMilliseconds;
    const since = Math.max(oldest, now - furthestMilliseconds);
    const pace = findChain(chainId)?.blockTimeSeconds ?? 12;
    const first = await findBlockAt(reader, head.value, Math.floor(since / 1_000), pace);
    if (!first.ok) return first;
    await kysely
      .updateTable('pending_scans')
      .set({ next_block: Number(first.value), last_block: Number(head.value.number) })
      .where('chain_id', '=', chainId)
      .where(
        'link_id',
        'in',
        alike.map((row) => row.link_id),
      )
      .execute();
  }
  return ok(null);
}

/** Ages that are looked through together are at most twice each other. */
function ageClass(milliseconds: number): number {
  return Math.floor(Math.log2(Math.max(milliseconds, marginMilliseconds)));
}

async function addressesOf({ context }: FollowedChain, linkIds: readonly string[]): Promise<`0x${string}`[]> {
  const rows = await context.database.kysely
    .selectFrom('watches')
    .select('address')
    .distinct()
    .where('link_id', 'in', linkIds)
    .execute();
  return rows.map((row) => row.address as `0x${string}`);
}
