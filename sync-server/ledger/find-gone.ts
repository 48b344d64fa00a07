import { ok, type Result } from '../../shared/result.ts';
import type { ChainView } from '../chain/chain-view.ts';
import type { RpcProblem } from '../chain/rpc-problem.ts';
import { pause } from '../pause.ts';
import type { FollowedChain } from './followed-chain.ts';
import type { RecordedBlock } from './recorded-blocks.ts';

const retryMilliseconds = 1_000;
const longestWait = 30_000;
/** So often may endpoints answer and not show the chain that is looked at, before it is taken for one that is no more. */
const mostDenials = 5;

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
  const still = await view.holds();
  return still.ok ? ok(gone) : still;
}

/**
 * The same, asked until it is answered. Asks nothing where there is nothing to look for.
 *
 * @param openView gives the chain to look at, by an endpoint that shows it.
 * @throws when the chain is stopped, or what is to be looked at is not shown any more: nothing is written then, and the
 * reading begins again at what is on record.
 */
export async function findGoneSurely(
  { chainId, signal }: FollowedChain,
  recorded: readonly RecordedBlock[],
  openView: () => Promise<Result<ChainView, RpcProblem>>,
): Promise<RecordedBlock[]> {
  if (recorded.length === 0) return [];
  let view = await openView();
  for (let denials = 0; ;) {
    const gone = view.ok ? await findGone(view.value, recorded) : view;
    if (gone.ok) return gone.value;
    // Not "nothing is gone".
    if (signal.aborted) throw new Error('stopped while recorded blocks were looked for');
    const { code, message, retryAfterMilliseconds = 0 } = gone.problem;
    const isDenied = code === 'rpc.unknown-block' || code === 'rpc.pruned';
    if (isDenied && (denials += 1) >= mostDenials)
      throw new Error(`chain ${chainId} is not shown any more as an endpoint showed it: ${message}`);
    await pause(Math.min(Math.max(retryAfterMilliseconds, retryMilliseconds), longestWait), signal);
    if (!view.ok || isDenied) view = await openView();
  }
}
