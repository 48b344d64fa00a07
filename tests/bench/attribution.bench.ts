import { attribute, wantsCalldata } from '../../shared/payment/attribution.ts';
import { encodeTransferCalldata } from '../../shared/payment/transfer-calldata.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { createWatchIndex, type WatchIndex } from '../../shared/payment/watch-index.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { BenchFigure } from './bench-figure.ts';

const transfersInBlock = 2000;
const rounds = 101;
/** Blocks before the clock counts: a relay runs for months, so compiled code is what is measured. */
const warmUp = 60;
const token = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913';

/**
 * Attributes one block of 2,000 transfers with 1,000 and with 1,000,000 open watches, in turn, and compares the medians.
 *
 * Half of the watches have an address of their own; the rest share a wallet among twenty invoices. Of a block's
 * transfers 30 pay an open invoice (by own address, tag and tagged amount alike), 15 fit no rule, and the others are
 * strangers', as on a busy chain. How many are credited is checked in every round.
 */
export async function attributionBench(): Promise<BenchFigure[]> {
  const few = scene(1000);
  const many = scene(1_000_000);
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < warmUp; round++) [few, many].forEach((each) => timeOf(each, rounds + round));
  for (let round = 0; round < rounds; round++) {
    times.few.push(timeOf(few, round));
    times.many.push(timeOf(many, round));
  }
  const withFew = median(times.few);
  const withMany = median(times.many);
  const ratio = withMany / withFew;
  return [
    {
      id: 'attribution.scale',
      value: withMany,
      unit: 'ms per block of 2,000 transfers with 1,000,000 open watches',
      peer: 'the same block with 1,000 open watches',
      peerValue: withFew,
      ratio,
      aim: '< 1.5×',
      met: ratio < 1.5,
    },
  ];
}

interface Scene {
  readonly watches: readonly Watch[];
  readonly index: WatchIndex;
}

interface Block {
  readonly logs: readonly TransferLog[];
  readonly calldata: ReadonlyMap<TransferLog, string>;
}

function scene(count: number): Scene {
  const watches = Array.from({ length: count }, (_, at) => watchAt(at));
  return { watches, index: createWatchIndex(watches) };
}

function watchAt(at: number): Watch {
  const ownAddress = at % 2 === 0;
  const exact = BigInt(1 + (at % 5000)) * 10_000n;
  return {
    linkId: flat(`link-${at}`),
    chainId: 8453,
    token,
    address: addressOf(ownAddress ? at : 1_000_000_000 + Math.floor(at / 40)),
    ownAddress,
    exact,
    tagged: exact + BigInt(1 + (at % 40)),
    tag: flat(at.toString(16).padStart(32, '0')),
    expiresAt: 2_000_000_000,
    monitorUntil: 2_000_000_000,
  };
}

function blockOf(watches: readonly Watch[], round: number): Block {
  const calldata = new Map<TransferLog, string>();
  const logs = Array.from({ length: transfersInBlock }, (_, at) => {
    // Strides by primes spread the block over all watches.
    const pick = (round * 7919 + at * 104_729) % watches.length;
    const own = watches[pick - (pick % 2)];
    const shared = watches[pick - (pick % 2) + 1];
    if (!own || !shared) throw new Error('The scene has no watch to pay');
    const kind = at % 400;
    if (kind < 2) return transferTo(own.address, own.exact, at);
    if (kind < 4) {
      const log = transferTo(shared.address, shared.exact + 50n, at);
      calldata.set(log, flat(encodeTransferCalldata(log.to, log.units, shared.tag)));
      return log;
    }
    if (kind < 6) return transferTo(shared.address, shared.tagged, at);
    if (kind < 9) return transferTo(shared.address, shared.exact + 60n, at);
    return transferTo(addressOf(3_000_000_000 + round * transfersInBlock + at), 1_000_000n, at);
  });
  return { logs, calldata };
}

function transferTo(to: `0x${string}`, units: bigint, logIndex: number): TransferLog {
  return {
    chainId: 8453,
    blockNumber: 1n,
    blockHash: `0x${'ab'.repeat(32)}`,
    blockTime: 1_900_000_000,
    txHash: `0x${logIndex.toString(16).padStart(64, '0')}`,
    logIndex,
    token,
    from: addressOf(4_000_000_000 + logIndex),
    // A text of its own, as it would come out of an RPC answer.
    to: flat(to),
    units,
  };
}

/** Milliseconds for one block, a different one each round: a relay does not see the same addresses again while they are warm. */
function timeOf({ watches, index }: Scene, round: number): number {
  const block = blockOf(watches, round);
  const start = performance.now();
  let credited = 0;
  for (const log of block.logs) if (judge(log, index, block) === 'credited') credited += 1;
  const elapsed = performance.now() - start;
  const expected = (transfersInBlock * 6) / 400;
  if (credited !== expected) throw new Error(`${credited} transfers were credited, not ${expected}`);
  return elapsed;
}

function judge(log: TransferLog, index: WatchIndex, block: Block): string {
  const calldata = wantsCalldata(log, index) ? (block.calldata.get(log) ?? '0x') : undefined;
  return attribute(log, calldata, index).kind;
}

/** A spread-out address made from a number, without randomness: the same scene every time. */
function addressOf(seed: number): `0x${string}` {
  let state = BigInt(seed) + 1n;
  let digits = '';
  while (digits.length < 40) {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
    digits += (state >> 16n).toString(16).padStart(12, '0').slice(-8);
  }
  return flat(`0x${digits}`);
}

/** The same text in one piece in memory, as a parser makes it; V8 keeps a concatenation as a chain of its parts. */
function flat<Text extends string>(text: Text): Text {
  return Buffer.from(text, 'latin1').toString('latin1') as Text;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
