import type { BlockEvent, ReorgEvent } from '../chain/chain-event.ts';
import { createChainReader, type ChainReader, type Header } from '../chain/chain-reader.ts';
import { createChainView, type ChainView } from '../chain/chain-view.ts';
import { findGoneSurely } from './find-gone.ts';
import type { FollowedChain } from './followed-chain.ts';
import { readDisplacedBlocks, readRecordedBlocks, type RecordedBlock } from './recorded-blocks.ts';

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
  const cursor = await kysely
    .selectFrom('chain_cursors')
    .select('block_number as above')
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  const passed = cursor && (await readRecordedBlocks(kysely, chainId, { ...cursor, below: Number(block.number) }));
  const displaced = await readDisplacedBlocks(kysely, chainId, block.transfers);
  const known = new Set(displaced.map(({ hash }) => hash));
  const unsure = (passed ?? []).filter(({ hash }) => !known.has(hash));
  const reader = createChainReader(pool, [], signal);
  return [...displaced, ...(await findGoneSurely(chain, unsure, async () => createChainView(reader, block)))];
}

/**
 * Finds blocks above a reorganisation's common one that hold recorded payments, are gone, and are not among its
 * `orphaned`: it went deeper than the blocks that are all remembered, told blocks had gaps, or an earlier one left them
 * standing. Without it a payment that moved to a lower block would be found there before its old block is given up.
 *
 * Asks nothing where every such block was told, and believes endpoints that show the reorganisation only.
 */
export async function findGoneAfter(
  chain: FollowedChain,
  { orphaned, common, evidence }: ReorgEvent,
): Promise<RecordedBlock[]> {
  const { context, chainId, pool, signal } = chain;
  const recorded = await readRecordedBlocks(context.database.kysely, chainId, { above: Number(common.number) });
  const told = new Set<string>(orphaned.map(({ hash }) => hash));
  const unsure = recorded.filter(({ hash }) => !told.has(hash));
  const reader = createChainReader(pool, [], signal);
  return findGoneSurely(chain, unsure, () => viewOf(reader, evidence));
}

/** The chain of a header as far as the first endpoint that has it shows it; undefined while none does. */
async function viewOf(reader: ChainReader, evidence: Header): Promise<ChainView | undefined> {
  const others = reader.pool.status().map(({ endpoint }) => endpoint);
  for (const only of new Set([evidence.endpoint, ...others])) {
    const head = await reader.header('latest', { only });
    const shown = head.ok && head.value !== null ? await reader.header(evidence.number, { only }) : head;
    if (!head.ok || head.value === null || !shown.ok || shown.value?.hash !== evidence.hash) continue;
    return createChainView(reader, head.value);
  }
  return undefined;
}
