import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import { applyBlock } from '../../sync-server/ledger/apply-chain-event.ts';
import { attributeTransfers } from '../../sync-server/ledger/attribute-transfers.ts';
import type { GatheredBlocks } from '../../sync-server/ledger/gather-blocks.ts';
import { openDatabase, type DatabaseLocation, type RelayDatabase } from '../../sync-server/storage/open-database.ts';
import { transact } from '../../sync-server/storage/transact.ts';
import { startPostgresCluster } from '../../practice/database/postgres-cluster.ts';
import type { BenchFigure } from './bench-figure.ts';
import { seedRelay } from './relay-watches.ts';
import { blockHash, replayChainId, replayInvoice } from './replay-chain.ts';

const openInvoices = 10_000;
const warmUp = 40;
const rounds = 201;
/** About as many payments as a page of blocks holds while a busy relay catches up. */
const paymentsOfPage = 40;
const pageRounds = 21;
const blocksApart = 1_000;

/**
 * Milliseconds for one credited payment, from its log to the committed payment, its events up to `confirmed`, quota, what its link
 * still asks for and the chain's cursor: alone in its block, and as one of 40 in a page of old blocks; with 10,000 open invoices, half of them at an address
 * of their own. On SQLite and on PostgreSQL, both durable (a commit is on the disk). Beside each the least that
 * any ledger needs, measured in turn: one row inserted and committed.
 */
export async function ledgerBench(): Promise<BenchFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const cluster = await startPostgresCluster({ durable: true });
  try {
    const sqlite = await measure({ engine: 'sqlite', folder });
    const postgres = await measure({ engine: 'postgres', url: await cluster.createDatabase() });
    return [...figures('sqlite', sqlite), ...figures('postgres', postgres)];
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly alone: number;
  readonly inPage: number;
  readonly row: number;
}

async function measure(location: DatabaseLocation): Promise<Times> {
  await seedRelay(location, openInvoices, 0);
  const database = await openDatabase(location);
  let block = 0;
  const pay = (count: number): Promise<void> => credit(database, (block += blocksApart), count);
  try {
    const [alone, row, inPage]: number[][] & { length: 3 } = [[], [], []];
    for (let round = 0; round < warmUp + rounds; round++) {
      const ours = await timed(() => pay(1));
      const theirs = await timed(() => insertRow(database, round));
      if (round >= warmUp) alone.push(ours);
      if (round >= warmUp) row.push(theirs);
    }
    for (let round = 0; round < pageRounds; round++)
      inPage.push((await timed(() => pay(paymentsOfPage))) / paymentsOfPage);
    await checkCredited(database, warmUp + rounds + pageRounds * paymentsOfPage);
    return { alone: median(alone), inPage: median(inPage), row: median(row) };
  } finally {
    await database.close();
  }
}

/**
 * What a chain's ledger does with a block, or with a page of them, as `follow-chain.ts` has it; each invoice is paid once. The
 * payments of a page lie deep enough to count at once; a payment alone in the newest block is confirmed by the next round.
 */
async function credit(database: RelayDatabase, number: number, count: number): Promise<void> {
  const hash = blockHash(number);
  const now = Date.now();
  const transfers = Array.from({ length: count }, (_, at) => paymentOf(number - (count - 1 - at) * 20));
  const common = { number: BigInt(number), hash, parentHash: blockHash(number - 1) };
  const block: GatheredBlocks = { type: 'block', ...common, timestamp: 1_750_000_000, transfers, passed: [] };
  const found = await attributeTransfers(database.kysely, replayChainId, transfers, async () => '0x');
  const options = { now, perDay: 10_000, agreementAbove: null };
  await transact(database.kysely, (trx) => applyBlock(trx, replayChainId, block, found, options));
}

let invoice = 0;

function paymentOf(number: number): TransferLog {
  const { address, token, tagged } = replayInvoice(invoice++ % openInvoices);
  return {
    chainId: replayChainId,
    blockNumber: BigInt(number),
    blockHash: blockHash(number),
    blockTime: 1_750_000_000,
    txHash: `0x7c${number.toString(16).padStart(62, '0')}`,
    logIndex: 0,
    token,
    from: '0x00000000000000000000000000000000000000ff',
    to: address,
    units: tagged,
  };
}

async function insertRow({ kysely }: RelayDatabase, round: number): Promise<void> {
  await kysely
    .insertInto('meta')
    .values({ key: `bench-${round}`, value: 'x'.repeat(200) })
    .execute();
}

async function checkCredited({ kysely }: RelayDatabase, expected: number): Promise<void> {
  const { credited } = await kysely
    .selectFrom('payments')
    .select((count) => count.fn.count<number>('link_id').as('credited'))
    .executeTakeFirstOrThrow();
  if (Number(credited) !== expected) throw new Error(`${credited} payments were credited, not ${expected}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function figures(engine: 'sqlite' | 'postgres', { alone, inPage, row }: Times): BenchFigure[] {
  const common = {
    unit: 'ms per credited payment',
    peer: 'one row inserted and committed',
    peerValue: row,
    aim: 'for the record',
    met: null,
  };
  return [
    { id: `ledger.${engine}`, value: alone, ratio: row / alone, ...common },
    { id: `ledger.${engine}-page`, value: inPage, ratio: row / inPage, ...common },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
