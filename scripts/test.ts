import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { findAnvil } from '../practice/chain/anvil-engine.ts';
import { findChromium } from '../practice/browser/find-chromium.ts';
import { findPostgresBinaries } from '../practice/database/postgres-cluster.ts';

/** What a suite counted. */
interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Left out, since what they need is not on this machine. */
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** Reads the counts from the report file; without it the suite counts as one test, by its exit code. */
  readonly count?: (report: string) => Count;
}

const reports = mkdtempSync(join(tmpdir(), 'quittance-test-'));

const suites: readonly Suite[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'unused', command: ['knip'] },
  // What only tests use is unused too.
  { name: 'unused-in-production', command: ['knip', '--production'] },
  { name: 'unit', command: vitest('unit'), count: countVitest },
  { name: 'integration', command: vitest('integration'), count: countVitest },
  { name: 'e2e', command: ['playwright', 'test', '--reporter=list,json'], count: countPlaywright },
];

await main();

/**
 * Runs every suite, or those that are named. The last line counts all of them; the one before tells what was
 * skipped, if anything was.
 */
async function main(): Promise<void> {
  const names = suites.map(({ name }) => name);
  const { args: positionals } = new Command('test')
    .description('Runs every suite, or those named, and counts what passed and failed.')
    .addArgument(new Argument('[suites...]').choices(names))
    .parse();
  const chosen = positionals.length === 0 ? suites : suites.filter((suite) => positionals.includes(suite.name));
  const missing = await findMissing();
  if (missing.length > 0) process.stderr.write(`${missing.join('\n')}\n`);
  const total = { passed: 0, failed: 0 };
  const skipped: string[] = [];
  for (const suite of chosen) {
    const counted = await runSuite(suite);
    total.passed += counted.passed;
    total.failed += counted.failed;
    if (counted.skipped > 0) skipped.push(`${counted.skipped} of ${suite.name}`);
    process.stdout.write(`${suite.name}: ${wordsFor(counted)}\n\n`);
  }
  rmSync(reports, { recursive: true, force: true });
  if (skipped.length > 0) process.stdout.write(`Skipped, neither passed nor failed: ${skipped.join(', ')}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function wordsFor({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** One line for each thing that the suites need and this machine lacks; tests without their chain are left out. */
async function findMissing(): Promise<string[]> {
  const searches = [
    async () => findChromium(),
    findPostgresBinaries,
    async () => requirePoppler(),
    async () => requireAnvil(),
  ];
  const found = await Promise.allSettled(searches.map((search) => search()));
  return found.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).message] : []));
}

function requirePoppler(): void {
  if (spawnSync('pdftotext', ['-v']).error)
    throw new Error('No pdftotext was found: install Poppler (poppler-utils on Debian, poppler with Homebrew).');
}

function requireAnvil(): void {
  if (findAnvil() === undefined)
    throw new Error('There is no anvil package for this platform: tests that need a chain are left out.');
}

function vitest(project: string): string[] {
  return [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${reportFile(project)}`,
  ];
}

function reportFile(suite: string): string {
  return join(reports, `${suite}.json`);
}

async function runSuite(suite: Suite): Promise<Count> {
  process.stdout.write(`── ${suite.name}\n`);
  const code = await run(suite);
  if (!suite.count) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  try {
    const counted = suite.count(readFileSync(reportFile(suite.name), 'utf8'));
    // A suite that fails outside its tests (a broken import, a hook) must not look green.
    return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function run(suite: Suite): Promise<number> {
  const [program = '', ...args] = suite.command;
  // Relays, devices and terminals are started by the hundred: what one has compiled, the next need not.
  const NODE_COMPILE_CACHE = join(reports, 'compiled');
  const env = { ...process.env, NODE_COMPILE_CACHE, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') };
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function countVitest(report: string): Count {
  const counted = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  return {
    passed: counted.numPassedTests,
    failed: counted.numFailedTests,
    skipped: counted.numPendingTests + counted.numTodoTests,
  };
}

function countPlaywright(report: string): Count {
  const { stats } = JSON.parse(report) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
