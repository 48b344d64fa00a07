import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, type DatabaseLocation } from '../../sync-server/storage/open-database.ts';
import { startPostgresCluster } from '../../practice/database/postgres-cluster.ts';
import type { BenchFigure } from './bench-figure.ts';
import { startProcess } from './bench-process.ts';
import { writePonderProject } from './ponder-project.ts';
import { seedRelay } from './relay-watches.ts';
import { replayChainId, transfersPerPayment } from './replay-chain.ts';

const folder = 'out/bench';
const transfersPerBlock = 10;
const longest = 1_800_000;

/**
 * Catches up over `BENCH_BLOCKS` blocks (100,000 unless told) of ten transfers each, of which one in a hundred pays an open
 * invoice: a relay on SQLite, a relay on PostgreSQL and Ponder on PostgreSQL, one after the other, each in a process of its own, from
 * the same node that answers JSON-RPC from a file. The clock runs from a side's first request for logs to its last block. Every
 * side must have found every payment. Ponder gets the first `BENCH_PEER_BLOCKS` blocks (a tenth unless told), since the
 * whole takes it a long while; what is compared is the rate. It is fetched into `out/bench`; without it our own values stand alone.
 */
export async function catchUpBench(): Promise<BenchFigure[]> {
  const blocks = Number(process.env['BENCH_BLOCKS'] ?? 100_000);
  const peerBlocks = Number(process.env['BENCH_PEER_BLOCKS'] ?? Math.ceil(blocks / 10));
  const file = join(folder, `replay-${blocks}x${transfersPerBlock}.json`);
  const args = [file, String(blocks), String(transfersPerBlock)];
  const node = startProcess(join(import.meta.dirname, 'replay-process.ts'), args);
  const scratch = mkdtempSync(join(tmpdir(), 'catch-up-bench-'));
  const cluster = await startPostgresCluster({ durable: true });
  try {
    const rpcUrl = await node.line();
    const job = jobOf(rpcUrl, blocks);
    const sqlite = await relaySide(job, { engine: 'sqlite', folder: join(scratch, 'relay') });
    const postgres = await relaySide(job, { engine: 'postgres', url: await cluster.createDatabase() });
    const ponder = await ponderSide(jobOf(rpcUrl, peerBlocks), await cluster.createDatabase());
    return [
      rateFigure('catch-up.sqlite', sqlite, ponder),
      rateFigure('catch-up.postgres', postgres, ponder),
      memoryFigure('catch-up.memory', sqlite, ponder),
      memoryFigure('catch-up.memory-postgres', postgres, ponder),
    ];
  } finally {
    await node.stop();
    await cluster.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Job {
  readonly rpcUrl: string;
  readonly blocks: number;
  readonly payments: number;
}

function jobOf(rpcUrl: string, blocks: number): Job {
  return { rpcUrl, blocks, payments: (blocks * transfersPerBlock) / transfersPerPayment };
}

interface Outcome {
  readonly blocks: number;
  readonly seconds: number;
  readonly megabytes: number;
}

async function relaySide(job: Job, database: DatabaseLocation): Promise<Outcome> {
  await seedRelay(database, job.payments, 0);
  await fetch(`${job.rpcUrl}/reset`);
  const place =
    database.engine === 'sqlite'
      ? { DATA_DIR: database.folder }
      : { DATABASE_URL: database.url, DATA_DIR: '/nonexistent' };
  const env = {
    [`RPC_${replayChainId}`]: job.rpcUrl,
    PORT: '0',
    LOG_LEVEL: 'error',
    LIMIT_CALLS_PER_MINUTE: '1000000',
    ...place,
  };
  const relay = startProcess(join(import.meta.dirname, 'relay-process.ts'), [], { env });
  const origin = await relay.line();
  await until(async () => {
    const { chains } = (await (await fetch(`${origin}/status`)).json()) as { chains: { checkedThrough: string }[] };
    return Number(chains[0]?.checkedThrough ?? 0) >= job.blocks;
  });
  const seconds = await secondsSinceFirstCall(job);
  const memory = Number(await relay.stop());
  const opened = await openDatabase(database);
  const { credited } = await opened.kysely
    .selectFrom('payments')
    .select((count) => count.fn.countAll<number>().as('credited'))
    .where('link_id', 'is not', null)
    .executeTakeFirstOrThrow();
  await opened.close();
  return found(job, Number(credited), { seconds, blocks: job.blocks, megabytes: memory / 1_000 });
}

async function ponderSide(job: Job, databaseUrl: string): Promise<Outcome | null> {
  const project = join(folder, 'ponder');
  const { rpcUrl, blocks, payments } = job;
  let program: string;
  try {
    program = await writePonderProject(project, { rpcUrl, databaseUrl, lastBlock: blocks, invoices: payments });
  } catch {
    return null;
  }
  writeFileSync(join(project, 'memory.mjs'), memoryHook);
  await fetch(`${rpcUrl}/reset`);
  const port = await freePort();
  const env = { NODE_OPTIONS: '--import ./memory.mjs', PONDER_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CI: '1' };
  const args = ['start', '--schema', 'bench', '--port', String(port), '--log-level', 'warn'];
  const ponder = startProcess(join(process.cwd(), program), args, { env, cwd: project });
  await until(async () => {
    if (ponder.process.exitCode !== null) throw new Error(`Ponder ended: ${await ponder.line()}`);
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  });
  const seconds = await secondsSinceFirstCall(job);
  const memory = Number(/^memory (\d+)$/.exec(await ponder.stop())?.[1]);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from bench.payment');
  await client.end();
  return found(job, rows[0]?.n ?? 0, { seconds, blocks, megabytes: memory / 1_000 });
}

const memoryHook = `process.on('exit', () => console.log('memory ' + process.resourceUsage().maxRSS));\n`;

function found(job: Job, payments: number, outcome: Outcome): Outcome {
  if (payments !== job.payments) throw new Error(`${payments} payments were found, not ${job.payments}`);
  return outcome;
}

/** Asks again and again; an answer that cannot be had yet is none. */
async function until(isReached: () => Promise<boolean>): Promise<void> {
  const ends = Date.now() + longest;
  while (Date.now() < ends) {
    const reached = await isReached().catch((error: Error) => {
      if (error.message.includes('ended')) throw error;
      return false;
    });
    if (reached) return;
    await sleep(100);
  }
  throw new Error('The catch-up did not come to its end.');
}

async function secondsSinceFirstCall({ rpcUrl }: Job): Promise<number> {
  const now = Date.now();
  const { firstAt, calls } = (await (await fetch(`${rpcUrl}/stats`)).json()) as {
    firstAt: number;
    calls: Record<string, number>;
  };
  if (process.env['BENCH_VERBOSE']) process.stdout.write(`  ${(now - firstAt) / 1_000} s, ${JSON.stringify(calls)}\n`);
  return (now - firstAt) / 1_000;
}

function rateFigure(id: string, own: Outcome, peer: Outcome | null): BenchFigure {
  const value = rateOf(own);
  const peerValue = peer && rateOf(peer);
  const ratio = peerValue === null ? null : value / peerValue;
  return {
    id,
    value,
    unit: 'transfers/s',
    peer: `Ponder on PostgreSQL, ${peer?.blocks ?? 0} of the ${own.blocks} blocks`,
    peerValue,
    ratio,
    aim: '≥ 5×',
    met: ratio === null ? null : ratio >= 5,
  };
}

function rateOf({ blocks, seconds }: Outcome): number {
  return (blocks * transfersPerBlock) / seconds;
}

function memoryFigure(id: string, own: Outcome, peer: Outcome | null): BenchFigure {
  return {
    id,
    value: own.megabytes,
    unit: 'MB at most',
    peer: 'Ponder',
    peerValue: peer?.megabytes ?? null,
    ratio: peer === null ? null : peer.megabytes / own.megabytes,
    aim: 'less than the peer',
    met: peer === null ? null : own.megabytes < peer.megabytes,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
