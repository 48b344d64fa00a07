import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Command, Option } from 'commander';
import { parseCount } from '../src-main/cli/parse-number-options.ts';
import { startPostgresCluster, type PostgresCluster } from '../practice/database/postgres-cluster.ts';
import { endKeptChildren } from './simulate/processes/keep-child.ts';
import { randomScript } from './simulate/random-script.ts';
import { runScript, type ScriptResult } from './simulate/run-script.ts';
import { shrinkScript } from './simulate/shrink-script.ts';
import { scriptSchema, type Script } from './simulate/step.ts';
import { addUp, summaryOf } from './simulate/summary.ts';

interface Settings {
  readonly seed: number;
  readonly steps: number;
  readonly chains: number;
  readonly database: 'sqlite' | 'postgres' | 'both';
  readonly scriptSteps: number;
  readonly checkEvery: number;
  readonly parallel: number;
  readonly replay?: string;
  readonly shrink: boolean;
  readonly keep: boolean;
}

/** A script and the database it runs on. */
interface Task {
  readonly script: Script;
  readonly database: 'sqlite' | 'postgres';
}

await main();

/**
 * `npm run simulate`: see docs/simulation.md. Ends with exit code 1 when a ledger was wrong or nothing was run, and
 * with 130 or 143 when SIGINT or SIGTERM cut it short; whichever it is, no process that it started is left.
 */
async function main(): Promise<void> {
  const settings = readSettings();
  const interrupted = awaitSignal();
  const folder = await mkdtemp(join(tmpdir(), 'quittance-simulation-'));
  const cluster = settings.database === 'sqlite' ? Promise.resolve(null) : startPostgresCluster();
  let outcome: Outcome | null = null;
  try {
    outcome = await Promise.race([interrupted, simulate(settings, folder, cluster)]);
  } finally {
    await endKeptChildren();
    await cluster.then((started) => started?.stop()).catch(() => undefined);
    if (!outcome?.isWrong || !settings.keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.exit(outcome.code);
}

/** How it ended; `isWrong`: there are worlds to look at. */
interface Outcome {
  readonly code: number;
  readonly isWrong: boolean;
}

/** Settles at the first signal to end; a second one ends the process at once. */
function awaitSignal(): Promise<Outcome> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve({ code: 130, isWrong: false }));
    process.once('SIGTERM', () => resolve({ code: 143, isWrong: false }));
  });
}

/** Runs all scripts, and tells of each and of the sum. */
async function simulate(
  settings: Settings,
  folder: string,
  cluster: Promise<PostgresCluster | null>,
): Promise<Outcome> {
  const worlds = { folder, cluster: await cluster, keep: settings.keep, count: 0 };
  const began = performance.now();
  const results: ScriptResult[] = [];
  let failed: { task: Task; result: ScriptResult } | null = null;
  const waiting = await readTasks(settings);
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task && !(failed && settings.shrink); task = waiting.shift()) {
      const result = await runTask(worlds, task);
      results.push(result);
      say(`seed ${task.script.seed}, ${task.database}: ${summaryOf(addUp([result]), began)}`);
      for (const { ledger, about, what } of result.mismatches.slice(0, 10)) say(`  ${ledger}, ${about}: ${what}`);
      if (result.mismatches.length > 0) failed ??= { task, result };
    }
  };
  await Promise.all(Array.from({ length: settings.parallel }, work));
  say(summaryOf(addUp(results), began));
  if (failed) await report(settings, worlds, failed);
  const isWrong = failed !== null;
  const wasRun = results.some(({ steps }) => steps > 0);
  if (!isWrong && !wasRun) say('Nothing was run.');
  return { code: isWrong || !wasRun ? 1 : 0, isWrong };
}

function readSettings(): Settings {
  const whole = parseCount(999_999_999, 1);
  const command = new Command('simulate')
    .description('Makes things happen by chance, and holds every ledger to an oracle that saw all of it.')
    .option('--seed <number>', 'what the scripts are made from', parseCount(999_999_999), 1)
    .option('--steps <number>', 'steps in all', whole, 2_000)
    .option('--chains <number>', 'chains in each world, at most 5', parseCount(5, 1), 1)
    .addOption(
      new Option('--database <name>', 'where the relay keeps its ledger; both: scripts take turns')
        .choices(['sqlite', 'postgres', 'both'])
        .default('sqlite'),
    )
    .option('--script-steps <number>', 'steps of one script: each begins in a fresh world', whole, 2_000)
    .option('--check-every <number>', 'steps between comparisons', whole, 1_000)
    .option('--parallel <number>', 'worlds at a time', parseCount(64, 1), 1)
    .option('--replay <file>', 'a script that an earlier run wrote')
    .option('--no-shrink', 'go on after a mismatch, and do not look for a shorter script')
    .option('--keep', 'leave the files of a world with a mismatch', false)
    .parse();
  return command.opts<Settings>();
}

/** The scripts to run; a run has at least one for each database. */
async function readTasks({ replay, database, ...settings }: Settings): Promise<Task[]> {
  const databases = database === 'both' ? (['sqlite', 'postgres'] as const) : ([database] as const);
  if (replay !== undefined) {
    const script = scriptSchema.parse(JSON.parse(await readFile(replay, 'utf8')));
    return databases.map((one) => ({ script, database: one }));
  }
  const length = Math.min(settings.scriptSteps, Math.ceil(settings.steps / databases.length));
  const count = Math.max(Math.ceil(settings.steps / length), 1);
  return Array.from({ length: count }, (_, at) => {
    const steps = Math.min(length, settings.steps - at * length);
    const script = randomScript({ ...settings, seed: settings.seed + at, steps });
    return { script, database: databases[at % databases.length] ?? 'sqlite' };
  });
}

interface Worlds {
  readonly folder: string;
  readonly cluster: PostgresCluster | null;
  readonly keep: boolean;
  count: number;
}

async function runTask(worlds: Worlds, { script, database }: Task): Promise<ScriptResult> {
  worlds.count += 1;
  const folder = join(worlds.folder, String(worlds.count));
  await mkdir(folder);
  const databaseUrl = database === 'postgres' && worlds.cluster ? await worlds.cluster.createDatabase() : null;
  return runScript(script, { folder, databaseUrl, keep: worlds.keep });
}

/** Tells what was wrong, and how to see it again. */
async function report(
  { shrink }: Settings,
  worlds: Worlds,
  { task, result }: { task: Task; result: ScriptResult },
): Promise<void> {
  const { script, database } = task;
  const limits = { tries: 40, milliseconds: 600_000 };
  const shortest = shrink
    ? await shrinkScript(script, result, (one) => runTask(worlds, { script: one, database }), limits)
    : { script, tries: 0 };
  const file = join(tmpdir(), `quittance-simulation-${script.seed}-${database}.json`);
  await writeFile(file, JSON.stringify(shortest.script, null, 1));
  say(`seed ${script.seed}: ${shortest.script.steps.length} steps end in a mismatch (after ${shortest.tries} tries).`);
  say(`npm run simulate -- --replay ${file} --database ${database}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
