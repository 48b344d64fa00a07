import { ok, type Result } from '../../shared/result.ts';
import type { ChainView } from '../chain/chain-view.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import { pause } from '../pause.ts';
import type { FollowedChain } from './followed-chain.ts';
import type { RecordedBlock } from './recorded-blocks.ts';

const retryMilliseconds = 1_000;
const longestWait = 30_000;
/** So often may no endpoint show the chain that is looked at, before it is taken for one that is no more. */
const mostUnknown = 5;

/**
 * Finds those of some blocks that a chain does not have: another stands at their height, or it ends below them. Costs a
 * request for each block, and one for each endpoint that was asked.
 *
 * @returns the problem where no endpoint can tell; that says nothing about the blocks.
 */
export async function findGone(
  view: ChainView,
  recorded: readonly RecordedBlock[],
): Promise<Result<RecordedBlock[], RpcProblem>> {
  const gone: RecordedBlock[] = [];
  for (const block of recorded) {
    const isAbove = BigInt(block.number) > view.anchor.number;
    const hash = isAbove ? ok(null) : await view.hashAt(BigInt(block.number));
    if (!hash.ok) return hash;
    if (hash.value !== block.hash) gone.push(block);
  }
  // What an endpoint said is of the chain that it showed at that moment.
  const still = recorded.length === 0 ? ok(true) : await view.holds();
  return still.ok ? ok(gone) : still;
}

/**
 * The same, asked until it is answered.
 *
 * @param openView gives the view to look at; undefined while no endpoint shows that chain.
 * @throws when the chain is stopped, or no endpoint shows what is to be looked at any more: nothing is written then, and
 * the reading begins again at what is on record.
 */
export async function findGoneSurely(
  { pool, chainId, signal }: FollowedChain,
  recorded: readonly RecordedBlock[],
  openView: () => Promise<ChainView | undefined>,
): Promise<RecordedBlock[]> {
  let view: ChainView | undefined;
  for (let unknown = 0; recorded.length > 0;) {
    view ??= await openView();
    const gone = view && (await findGone(view, recorded));
    if (gone?.ok === true) return gone.value;
    // Not "nothing is gone".
    if (signal.aborted) throw new Error('stopped while recorded blocks were looked for');
    if (gone === undefined || gone.problem.code === 'rpc.unknown-block') {
      view = undefined;
      const isReachable = pool.status().some(({ healthy }) => healthy);
      if (isReachable && (unknown += 1) >= mostUnknown)
        throw new Error(`no endpoint of chain ${chainId} shows any more what one of them showed`);
    }
    const asked = gone?.problem.retryAfterMilliseconds ?? 0;
    await pause(Math.min(Math.max(asked, retryMilliseconds), longestWait), signal);
  }
  return [];
}
