import { ok, type Result } from '../../shared/result.ts';
import type { BlockRef } from './chain-event.ts';
import type { Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';
import type { WatchState } from './watch-state.ts';

/**
 * Finds the newest block that was told and is still in the chain of `evidence`, a header that contradicts
 * what was told. Cost: one request for each remembered block since. Fails with `chain.reorg-too-deep` when nothing
 * in the window is left.
 */
export async function findFork(state: WatchState, evidence: Header): Promise<Result<BlockRef, RpcProblem>> {
  for (const told of state.window.newestFirst()) {
    // A block at the height of the evidence that differs from it is orphaned already.
    if (told.number === evidence.number && told.hash !== evidence.hash) continue;
    if (told.number === evidence.number - 1n && told.hash === evidence.parentHash) return ok(told);
    const now = await state.reader.header(told.number, { prefer: evidence.endpoint });
    if (!now.ok) return now;
    // Null: the new chain is shorter, so far.
    if (now.value?.number === told.number && now.value.hash === told.hash) return ok(told);
  }
  const oldest = state.window.newestFirst().at(-1)?.number ?? 0n;
  const message =
    `${evidence.endpoint} shows a chain that shares no block with ours since block ${oldest}. ` +
    'If that is right, watch this chain afresh; if not, remove the endpoint.';
  const problem: RpcProblem = { code: 'chain.reorg-too-deep', retryable: true, message };
  state.reader.pool.demote(evidence.endpoint, problem);
  return { ok: false, problem };
}
