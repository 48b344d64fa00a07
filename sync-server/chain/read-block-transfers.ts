import { transferTopic, type TimelessTransfer } from '../../shared/payment/decode-transfer.ts';
import { ok, type Result } from '../../shared/result.ts';
import { mayHoldLog } from './bloom.ts';
import type { Header } from './chain-reader.ts';
import { isAboutTheQuestion, type RpcProblem } from './rpc-problem.ts';
import { blame, type WatchState } from './watch-state.ts';

/**
 * Reads one block's transfers by the block's hash: one request, or two when there is doubt.
 *
 * Behind a load balancer a node that has not seen the block yet may answer "no logs". So when the list is empty
 * although the header's bloom filter says there may be some, the receipts decide; where a node has no
 * `eth_getBlockReceipts`, another endpoint is asked. A list too long for `eth_getLogs` comes from the receipts too.
 */
export async function readBlockTransfers(
  state: WatchState,
  header: Header,
): Promise<Result<TimelessTransfer[], RpcProblem>> {
  const { reader, tokens } = state;
  const logs = await reader.transfers({ blockHash: header.hash }, { prefer: header.endpoint });
  if (!logs.ok) return isAboutTheQuestion(logs.problem) ? fromReceipts(state, header, logs.problem) : logs;
  const isDoubtful = logs.value.length === 0 && mayHoldLog(header.logsBloom, tokens, transferTopic);
  return isDoubtful ? fromReceipts(state, header) : logs;
}

async function fromReceipts(
  state: WatchState,
  header: Header,
  otherwise?: RpcProblem,
): Promise<Result<TimelessTransfer[], RpcProblem>> {
  const { reader } = state;
  const receipts = await reader.transfersFromReceipts(header.hash, { prefer: header.endpoint });
  if (receipts.ok) {
    if (receipts.value !== null && receipts.value.every(({ blockHash }) => blockHash === header.hash)) {
      return ok(receipts.value);
    }
    const what = `gave block ${header.number} but not its receipts.`;
    return { ok: false, problem: blame(state, header.endpoint, 'rpc.bad-answer', what) };
  }
  if (!isAboutTheQuestion(receipts.problem)) return receipts;
  if (otherwise !== undefined) {
    const what = `lists block ${header.number} neither by logs nor by receipts. ${otherwise.message}`;
    return { ok: false, problem: blame(state, header.endpoint, 'rpc.unsupported', what) };
  }
  const second = await reader.transfers({ blockHash: header.hash }, { avoid: header.endpoint });
  // With nobody else to ask, the first answer stands: bloom filters do err on this side.
  return second.ok || second.problem.code !== 'rpc.none-available' ? second : ok([]);
}
