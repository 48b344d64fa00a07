import { ok, type Result } from '../../shared/result.ts';
import type { ChainReader, Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** A block that lies no more than this many seconds before the wanted time will do. */
const closeEnough = 300;

/** A block whose time is known. */
interface TimedBlock {
  readonly number: bigint;
  readonly timestamp: number;
}

/**
 * Finds a block that is not later than a time (Unix seconds), and hardly earlier: by the blocks' own times, in a few
 * requests where blocks are regular. Gives block 0 where the whole chain is later.
 *
 * Aims by the block time between the bounds; every third look halves instead, so irregular blocks cost a few dozen.
 */
export async function findBlockAt(
  reader: ChainReader,
  head: TimedBlock,
  time: number,
  blockTimeSeconds: number,
): Promise<Result<bigint, RpcProblem>> {
  let low: TimedBlock = { number: 0n, timestamp: Number.NEGATIVE_INFINITY };
  let high = head;
  if (head.timestamp <= time) return ok(head.number);
  for (let look = 1; high.number - low.number > 1n; look += 1) {
    const number = look % 3 === 0 ? (low.number + high.number) / 2n : aim(low, high, time, blockTimeSeconds);
    const header = await readHeader(reader, number);
    if (!header.ok) return header;
    if (header.value.timestamp > time) high = header.value;
    else if (time - header.value.timestamp <= closeEnough) return ok(number);
    else low = header.value;
  }
  return ok(low.number);
}

/** Where the time should be between two blocks; a little before, since a block that is too late is of no use. */
function aim(low: TimedBlock, high: TimedBlock, time: number, blockTimeSeconds: number): bigint {
  const isKnown = Number.isFinite(low.timestamp) && high.timestamp > low.timestamp;
  const pace = isKnown
    ? (high.timestamp - low.timestamp) / Number(high.number - low.number)
    : Math.max(blockTimeSeconds, 0.1);
  const back = BigInt(Math.ceil((high.timestamp - time + closeEnough / 2) / pace));
  const number = high.number - back;
  if (number <= low.number) return low.number + 1n;
  return number >= high.number ? high.number - 1n : number;
}

async function readHeader(reader: ChainReader, number: bigint): Promise<Result<Header, RpcProblem>> {
  const header = await reader.header(number);
  if (!header.ok) return header;
  if (header.value?.number === number) return ok(header.value);
  const message = `No endpoint shows block ${number}, which lies below the head.`;
  return { ok: false, problem: { code: 'rpc.unknown-block', retryable: true, message } };
}
