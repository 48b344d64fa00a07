import { ok, type Result } from '../../shared/result.ts';
import type { BlockRef } from './chain-event.ts';
import type { Header } from './chain-reader.ts';
import { createChainView } from './chain-view.ts';
import type { RpcProblem } from './rpc-problem.ts';
import type { WatchState } from './watch-state.ts';

/**
 * Finds the newest block that was told and is still in the chain of `evidence`, a header that contradicts what was told:
 * whatever was told at its height or above is orphaned. Costs one request for a fork at the newest block, and for a
 * deeper one about twice the logarithm of the blocks remembered since. Fails with `chain.reorg-too-deep` when nothing in
 * the window is left.
 */
export async function findFork(state: WatchState, evidence: Header): Promise<Result<BlockRef, RpcProblem>> {
  const view = createChainView(state.reader, evidence, evidence.endpoint);
  const told = state.window.newestFirst().filter(({ number }) => number < evidence.number);
  const stands = async ({ number, hash }: BlockRef): Promise<Result<boolean, RpcProblem>> => {
    const now = await view.hashAt(number);
    return now.ok ? ok(now.value === hash) : now;
  };
  // Twice as far back each time, until one stands; then by halves between that and the last one that is gone.
  let gone = -1;
  let kept = 0;
  for (let block = told[kept]; block !== undefined; block = told[kept]) {
    const still = await stands(block);
    if (!still.ok) return still;
    if (still.value) break;
    gone = kept;
    kept = Math.min(kept * 2 + 1, told.length);
  }
  while (kept - gone > 1) {
    const middle = Math.floor((gone + kept) / 2);
    const still = await stands(told[middle]!);
    if (!still.ok) return still;
    if (still.value) kept = middle;
    else gone = middle;
  }
  const common = told[kept];
  return common === undefined ? tooDeep(state, evidence) : ok(common);
}

function tooDeep(state: WatchState, evidence: Header): { ok: false; problem: RpcProblem } {
  const oldest = state.window.newestFirst().at(-1)?.number ?? 0n;
  const message =
    `${evidence.endpoint} shows a chain that shares no block with ours since block ${oldest}. ` +
    'If that is right, watch this chain afresh; if not, remove the endpoint.';
  const problem: RpcProblem = { code: 'chain.reorg-too-deep', retryable: true, message };
  state.reader.pool.demote(evidence.endpoint, problem);
  return { ok: false, problem };
}
