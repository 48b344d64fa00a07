import { ok, type Result } from '../../shared/result.ts';
import type { ChainReader, Header } from '../chain/chain-reader.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import type { FollowedChain } from './followed-chain.ts';
import type { GoneBlock } from './find-gone-blocks.ts';

/** A view of a chain: its head, and the block from which its reading will go on, both by one endpoint. */
export interface ChainView {
  readonly head: Header;
  readonly start: Header;
}

/**
 * Finds every block above a height that holds recorded payments, and that the chain of this view does not have: another stands at its
 * height, or the chain ends below it. Payments that are final are left alone. Costs a request for each such block.
 *
 * Take the view first and compare after: what is orphaned in between is then noticed as the reading goes on from there.
 *
 * @returns the problem where an endpoint does not show a block below the head; that says nothing about the block.
 */
export async function compareRecorded(
  { context, chainId }: FollowedChain,
  reader: ChainReader,
  view: ChainView,
  above = -1,
): Promise<Result<GoneBlock[], RpcProblem>> {
  const recorded = await context.database.kysely
    .selectFrom('payments')
    .select(['block_number as number', 'block_hash as hash'])
    .distinct()
    .where('chain_id', '=', chainId)
    .where('block_number', '>', above)
    .where('state', 'in', ['seen', 'confirming', 'confirmed'])
    .orderBy('block_number')
    .execute();
  const gone: GoneBlock[] = [];
  for (const block of recorded) {
    if (BigInt(block.number) > view.head.number) {
      gone.push(block);
      continue;
    }
    const header = await readInView(reader, BigInt(block.number), view);
    if (!header.ok) return header;
    if (header.value.hash !== block.hash) gone.push(block);
  }
  return ok(gone);
}

/** A header from the view's endpoint, or from another that has the view's start: it could be on an older fork. */
async function readInView(
  reader: ChainReader,
  number: bigint,
  { start }: ChainView,
): Promise<Result<Header, RpcProblem>> {
  const header = await reader.header(number, { prefer: start.endpoint });
  if (!header.ok) return header;
  if (header.value?.number !== number) return unknownBlock(number);
  const { endpoint } = header.value;
  if (endpoint === start.endpoint) return ok(header.value);
  const same = await reader.header(start.number, { only: endpoint });
  if (!same.ok) return same;
  return same.value?.hash === start.hash ? ok(header.value) : unknownBlock(start.number);
}

function unknownBlock(number: bigint): { ok: false; problem: RpcProblem } {
  const message = `No endpoint shows block ${number}, which lies below the head.`;
  return { ok: false, problem: { code: 'rpc.unknown-block', retryable: true, message } };
}
