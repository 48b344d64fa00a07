import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchFigure } from './bench-figure.ts';
import { startProcess } from './bench-process.ts';
import { seedRelay } from './relay-watches.ts';
import { logsJson, replayChainId } from './replay-chain.ts';
import { startReplayServer, type ReplayServer } from './replay-server.ts';

const blockMilliseconds = 2_000;
const transfersPerBlock = 200;
/** So far from the chain's first payments that no open invoice is paid: what a block costs is measured, not a payment. */
const firstBlock = 60_000;
const fewInvoices = 10;
const manyInvoices = 100_000;

/**
 * Counts what two relays, one with 10 and one with 100,000 open invoices, ask of a node while they follow a chain at its
 * head: Base's pace, a block every two seconds, with 200 transfers of strangers in each. Both follow the same blocks at the same
 * time; every JSON-RPC request counts, idle polls and questions for finality included. Takes a minute and a half.
 */
export async function rpcBench(): Promise<BenchFigure[]> {
  const blocks = Number(process.env['BENCH_HEAD_BLOCKS'] ?? 32);
  const begun = Date.now() + 1_000;
  const few = await startSide(fewInvoices, begun);
  const many = await startSide(manyInvoices, begun);
  try {
    const [callsOfFew, callsOfMany] = await count([few, many], blocks);
    const [value, peerValue] = [(callsOfMany ?? 0) / blocks, (callsOfFew ?? 0) / blocks];
    const ratio = value / peerValue;
    return [
      {
        id: 'rpc.calls-per-block',
        value,
        unit: 'requests per block',
        peer: `the same with ${fewInvoices} open invoices instead of ${manyInvoices}`,
        peerValue,
        ratio,
        aim: 'at most 3, and the same (within 10 %)',
        met: value <= 3 && ratio < 1.1,
      },
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}

interface Side {
  readonly node: ReplayServer;
  /** The last block that the relay has applied. */
  checkedThrough(): Promise<number>;
  stop(): Promise<void>;
}

/** A relay with so many open invoices, and a node of its own whose head rises with the clock. */
async function startSide(invoices: number, begun: number): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), 'rpc-bench-'));
  await seedRelay({ engine: 'sqlite', folder }, invoices, firstBlock);
  const node = await startReplayServer({
    blocks: Number.MAX_SAFE_INTEGER,
    transfersPerBlock,
    head: () => firstBlock + Math.max(Math.floor((Date.now() - begun) / blockMilliseconds), 0),
    timeOf: (block) => Math.floor((begun + (block - firstBlock) * blockMilliseconds) / 1_000),
    logs: (from, to) => {
      const all = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      return Buffer.from(
        all.map((block) => logsJson(block, (block - 1) * transfersPerBlock, transfersPerBlock)).join(','),
      );
    },
  });
  const env = {
    [`RPC_${replayChainId}`]: node.url,
    PORT: '0',
    LOG_LEVEL: 'error',
    LIMIT_CALLS_PER_MINUTE: '1000000',
    DATA_DIR: folder,
  };
  const relay = startProcess(join(import.meta.dirname, 'relay-process.ts'), [], { env });
  const origin = await relay.line();
  return {
    node,
    async checkedThrough() {
      const status = (await (await fetch(`${origin}/status`)).json()) as { chains: { checkedThrough: string }[] };
      return Number(status.chains[0]?.checkedThrough ?? 0);
    },
    async stop() {
      await relay.stop();
      await node.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Requests of each side from one block on its head to another, `blocks` later; a side that falls behind is an error. */
async function count(sides: readonly Side[], blocks: number): Promise<number[]> {
  const first = Math.max(...(await Promise.all(sides.map((side) => side.checkedThrough())))) + 10;
  return Promise.all(
    sides.map(async (side) => {
      await reach(side, first);
      side.node.reset();
      await reach(side, first + blocks);
      return Object.values(side.node.stats().calls).reduce((sum, calls) => sum + calls, 0);
    }),
  );
}

async function reach(side: Side, block: number): Promise<void> {
  const ends = Date.now() + 300_000;
  while ((await side.checkedThrough()) < block) {
    if (Date.now() > ends) throw new Error(`A relay did not come to block ${block}.`);
    await sleep(20);
  }
}
