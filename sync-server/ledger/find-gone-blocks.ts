import { ok, type Result } from '../../shared/result.ts';
import type { BlockEvent, ReorgEvent } from '../chain/chain-event.ts';
import { createChainReader, type ChainReader, type Header } from '../chain/chain-reader.ts';
import { createChainView, type ChainView } from '../chain/chain-view.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import { findGoneSurely } from './find-gone.ts';
import type { FollowedChain } from './followed-chain.ts';
import { readOtherBlocks, readRecordedBlocks, type RecordedBlock } from './recorded-blocks.ts';

/**
 * Finds blocks below this one that hold recorded payments and are gone from its chain: those between the last one applied
 * and this one, and those whose transactions are in this one, or in one that was read with it.
 *
 * A scan can record a payment ahead of the blocks that are applied, and a reorganisation can leave one standing. While
 * catching up, blocks without transfers are left out; so when a reorganisation empties such a block during downtime, no
 * event ever speaks of it. Asks the chain for those blocks alone, hardly ever any; waits until an endpoint answers.
 */
export async function findGoneBlocks(chain: FollowedChain, block: BlockEvent): Promise<RecordedBlock[]> {
  const { context, chainId, pool, signal } = chain;
  const { kysely } = context.database;
  const { above } = await readCursor(chain);
  const passed = await readRecordedBlocks(kysely, chainId, { above, below: Number(block.number) });
  const left = new Map((await readOtherBlocks(kysely, chainId, block.transfers)).map((other) => [other.hash, other]));
  const unsure = passed.filter(({ hash }) => !left.has(hash));
  const reader = createChainReader(pool, [], signal);
  return [...left.values(), ...(await findGoneSurely(chain, unsure, async () => ok(createChainView(reader, block))))];
}

/**
 * Finds blocks above a reorganisation's common one that hold recorded payments, are gone, and are not among its
 * `orphaned`: it went deeper than the blocks that are all remembered, told blocks had gaps, or an earlier one left them
 * standing. Without it a payment that moved to a lower block would be found there before its old block is given up.
 *
 * Asks nothing where every such block was told, and believes endpoints that show the reorganisation only. Final payments
 * are looked at too where it goes below what was final.
 */
export async function findGoneAfter(
  chain: FollowedChain,
  { orphaned, common, evidence }: ReorgEvent,
): Promise<RecordedBlock[]> {
  const { context, chainId, pool, signal } = chain;
  const above = Number(common.number);
  const withFinal = above < (await readCursor(chain)).finalized;
  const recorded = await readRecordedBlocks(context.database.kysely, chainId, { above, withFinal });
  const told = new Set<string>(orphaned.map(({ hash }) => hash));
  const unsure = recorded.filter(({ hash }) => !told.has(hash));
  const reader = createChainReader(pool, [], signal);
  return findGoneSurely(chain, unsure, () => openView(reader, evidence));
}

async function readCursor({ context, chainId }: FollowedChain): Promise<{ above: number; finalized: number }> {
  const cursor = await context.database.kysely
    .selectFrom('chain_cursors')
    .select(['block_number as above', 'finalized'])
    .where('chain_id', '=', chainId)
    .executeTakeFirstOrThrow();
  return { ...cursor, finalized: cursor.finalized ?? -1 };
}

/** The chain of a header, up to the head of the first endpoint that has it. */
async function openView(reader: ChainReader, evidence: Header): Promise<Result<ChainView, RpcProblem>> {
  const problems: RpcProblem[] = [];
  for (const only of new Set([evidence.endpoint, ...reader.pool.endpoints])) {
    const head = await reader.header('latest', { only });
    const shown = head.ok ? await reader.header(evidence.number, { only }) : head;
    if (!shown.ok) {
      problems.push(shown.problem);
      continue;
    }
    const isShown = shown.value?.hash === evidence.hash;
    if (isShown && head.ok && head.value !== null && head.value.number >= evidence.number)
      return ok(createChainView(reader, head.value, only));
  }
  const message = `No endpoint that answers shows block ${evidence.number} as ${evidence.endpoint} did.`;
  const denial: RpcProblem = { code: 'rpc.unknown-block', retryable: true, message };
  const isAnswered = problems.length < reader.pool.endpoints.length;
  return { ok: false, problem: isAnswered ? denial : (problems.at(-1) ?? denial) };
}
