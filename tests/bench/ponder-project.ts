import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { replayChainId, replayInvoice } from './replay-chain.ts';

const run = promisify(execFile);

/** Ponder's version; it is fetched where the bench runs, and is no part of this project. */
const packages = ['ponder@0.17.7', 'hono@4', 'viem@2'];

/** What Ponder is to do: the transfers of the tokens, up to `lastBlock`, held against the first `invoices` invoices. */
export interface PonderJob {
  readonly rpcUrl: string;
  readonly databaseUrl: string;
  readonly lastBlock: number;
  readonly invoices: number;
}

/**
 * Writes a Ponder project into a folder, with Ponder installed, as its guide has it: the tokens' Transfer events, and a
 * handler that looks the recipient (and, at a shared address, the amount) up and inserts a payment.
 *
 * @returns Ponder's program.
 */
export async function writePonderProject(folder: string, job: PonderJob): Promise<string> {
  mkdirSync(join(folder, 'src', 'api'), { recursive: true });
  const program = join(folder, 'node_modules', 'ponder', 'dist', 'esm', 'bin', 'ponder.js');
  const invoices = Array.from({ length: job.invoices }, (_, id) => replayInvoice(id));
  const tokens = [...new Set(invoices.map(({ token }) => token))];
  const keys = invoices.map(({ id, address, ownAddress, token, tagged }) => [
    ownAddress ? `${token}:${address}` : `${token}:${address}:${tagged}`,
    id,
  ]);
  const files = {
    'package.json': '{"private":true,"type":"module"}',
    'ponder.config.ts': config(job, tokens),
    'ponder.schema.ts': schema,
    'src/index.ts': handler,
    'src/api/index.ts': `import { Hono } from 'hono';\nexport default new Hono();\n`,
    'invoices.json': JSON.stringify(keys),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  if (!existsSync(program))
    await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder, timeout: 300_000 });
  liftLimiter(join(folder, 'node_modules', 'ponder', 'dist', 'esm', 'rpc', 'index.js'));
  return program;
}

/**
 * Ponder begins with 20 requests a second, to be kind to hosted nodes, and hardly comes to more over a backfill: of a hundred
 * thousand blocks that is more than an hour of waiting. Here its own speed is what counts, so that limit is lifted.
 */
function liftLimiter(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/\b(INITIAL_MAX_RPS|MAX_RPS) = \d+;/g, '$1 = 10_000;'));
}

function config({ rpcUrl, databaseUrl, lastBlock }: PonderJob, tokens: readonly string[]): string {
  return `import { createConfig } from 'ponder';
import { erc20Abi } from 'viem';

export default createConfig({
  database: { kind: 'postgres', connectionString: '${databaseUrl}' },
  chains: { replay: { id: ${replayChainId}, rpc: '${rpcUrl}' } },
  contracts: {
    Token: { abi: erc20Abi, chain: 'replay', address: ${JSON.stringify(tokens)}, startBlock: 1, endBlock: ${lastBlock} },
  },
});
`;
}

const schema = `import { onchainTable } from 'ponder';

export const payment = onchainTable('payment', (column) => ({
  id: column.text().primaryKey(),
  invoice: column.integer().notNull(),
  block: column.bigint().notNull(),
  time: column.bigint().notNull(),
  transaction: column.hex().notNull(),
  token: column.hex().notNull(),
  sender: column.hex().notNull(),
  recipient: column.hex().notNull(),
  units: column.bigint().notNull(),
}));
`;

const handler = `import { readFileSync } from 'node:fs';
import { ponder } from 'ponder:registry';
import { payment } from 'ponder:schema';

const invoices = new Map<string, number>(JSON.parse(readFileSync('invoices.json', 'utf8')));

ponder.on('Token:Transfer', async ({ event, context }) => {
  const place = (event.log.address + ':' + event.args.to).toLowerCase();
  const invoice = invoices.get(place) ?? invoices.get(place + ':' + event.args.value);
  if (invoice === undefined) return;
  await context.db.insert(payment).values({
    id: event.id,
    invoice,
    block: event.block.number,
    time: event.block.timestamp,
    transaction: event.transaction.hash,
    token: event.log.address,
    sender: event.args.from,
    recipient: event.args.to,
    units: event.args.value,
  });
});
`;
