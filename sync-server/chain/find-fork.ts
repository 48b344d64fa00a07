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
  const view = createChainView(state.reader, evidence);
  const told = state.window.newestFirst().filter(({ number }) => number < evidence.number);
  // Each further back than the one before, twice as far each time; then by halves between the last two.
  let gone = -1;
  let kept = told.length;
  let probe = 0;
  while (gone + 1 < kept) {
    const block = told[probe]!;
    const hash = await view.hashAt(block.number);
    if (!hash.ok) return hash;
    if (hash.value === block.hash) kept = probe;
    else gone = probe;
    probe = kept === told.length ? Math.min(gone * 2 + 1, kept - 1) : Math.floor((gone + kept) / 2);
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
