import { ok, type Result } from '../../shared/result.ts';
import type { BlockRef } from '../chain/chain-event.ts';
import { createChainReader, type ChainReader } from '../chain/chain-reader.ts';
import { createChainView } from '../chain/chain-view.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import { pause } from '../pause.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { reverseGone } from './apply-chain-event.ts';
import type { StatusKeeper } from './chain-status.ts';
import { findGone } from './find-gone.ts';
import type { FollowedChain } from './followed-chain.ts';
import { moveCursor } from './move-cursor.ts';
import { queueScans } from './queue-scans.ts';
import { readRecordedBlocks } from './recorded-blocks.ts';
import type { EndpointHealth } from './store-endpoint-health.ts';

/** Where the reading of a chain goes on. */
export interface ResumePoint {
  readonly startAfter: BlockRef | null;
  readonly recentBlocks: readonly BlockRef[];
  /** The last block that the chain called final; null before the first. */
  readonly finalized: bigint | null;
}

const retryMilliseconds = 1_000;
const blocksBeforeHead = 64n;
const noHead: { ok: false; problem: RpcProblem } = {
  ok: false,
  problem: { code: 'rpc.bad-answer', retryable: true, message: 'An endpoint has no head.' },
};

/**
 * The last block applied; for a chain that is new here, one a little before the head, so that a reorganisation in the
 * first minutes finds blocks that were told. Payments recorded before, in blocks that are gone, are then reversed, and
 * the past of links that wait for payments there is queued. Waits until an endpoint answers, and shows every block that
 * it must.
 */
export async function readResumePoint(
  chain: FollowedChain,
  status: StatusKeeper,
  health: EndpointHealth,
): Promise<ResumePoint> {
  const { context, chainId, pool, signal } = chain;
  const { kysely } = context.database;
  const toRef = (number: number, hash: string): BlockRef => ({ number: BigInt(number), hash: hash as `0x${string}` });
  const cursor = await kysely
    .selectFrom('chain_cursors')
    .selectAll()
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  if (cursor) {
    const headers = await kysely.selectFrom('chain_headers').selectAll().where('chain_id', '=', chainId).execute();
    return {
      startAfter: toRef(cursor.block_number, cursor.block_hash),
      recentBlocks: headers.map((header) => toRef(header.number, header.hash)),
      finalized: cursor.finalized === null ? null : BigInt(cursor.finalized),
    };
  }
  const reader = createChainReader(pool, [], signal);
  while (!signal.aborted) {
    const start = await beginAfresh(chain, reader);
    if (start.ok) return { startAfter: start.value, recentBlocks: [], finalized: null };
    if (start.problem.code === 'rpc.unknown-block' || start.problem.code === 'rpc.pruned') await status.stuck();
    else await status.check();
    await health.store();
    await pause(retryMilliseconds, signal);
  }
  return { startAfter: null, recentBlocks: [], finalized: null };
}

/**
 * Chooses where to begin; payments on record from before (`--watch-afresh`) that the chain no longer has are reversed,
 * in one transaction with the queueing of the scans that find what has moved, and with the cursor: what breaks off is
 * done again.
 */
async function beginAfresh(chain: FollowedChain, reader: ChainReader): Promise<Result<BlockRef, RpcProblem>> {
  const { context, chainId, turns } = chain;
  const { kysely } = context.database;
  const head = await reader.header('latest');
  if (!head.ok) return head;
  if (head.value === null) return noHead;
  const number = head.value.number > blocksBeforeHead ? head.value.number - blocksBeforeHead : 0n;
  const start = await reader.header(number, { only: head.value.endpoint });
  if (!start.ok) return start;
  if (start.value === null) return noHead;
  const recorded = await readRecordedBlocks(kysely, chainId, { above: -1 });
  const gone = await findGone(createChainView(reader, head.value, head.value.endpoint), recorded);
  if (!gone.ok) return gone;
  const now = context.now();
  const { hash, timestamp } = start.value;
  const write = async (trx: RelayTransaction) => {
    const signals = await reverseGone(trx, chainId, gone.value, now);
    await queueScans(trx, chainId, now);
    await moveCursor(trx, chainId, { number: Number(number), hash, timestamp }, now);
    return signals;
  };
  await context.hub.publish(await turns.take(() => transact(kysely, write)));
  if (gone.value.length > 0)
    context.log.warn({ chainId, blocks: gone.value.length }, 'payments in blocks that are gone were reversed');
  return ok(start.value);
}
