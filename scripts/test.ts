import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { findAnvil } from '../practice/chain/anvil-engine.ts';
import { findChromium } from '../tests/helpers/find-chromium.ts';
import { findPostgresBinaries } from '../tests/helpers/postgres-cluster.ts';

/** What a suite counted. */
interface Count {
  readonly passed: number;
  readonly failed: number;
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
  { name: 'unit', command: vitest('unit'), count: countVitest },
  { name: 'integration', command: vitest('integration'), count: countVitest },
  { name: 'e2e', command: ['playwright', 'test', '--reporter=list,json'], count: countPlaywright },
];

await main();

/** Runs every suite, or those that are named, and ends with one line that counts all of them. */
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
  for (const suite of chosen) {
    const counted = await runSuite(suite);
    total.passed += counted.passed;
    total.failed += counted.failed;
    process.stdout.write(`${suite.name}: ${counted.passed} passed, ${counted.failed} failed\n\n`);
  }
  rmSync(reports, { recursive: true, force: true });
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
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
  if (!suite.count) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    const counted = suite.count(readFileSync(reportFile(suite.name), 'utf8'));
    // A suite that fails outside its tests (a broken import, a hook) must not look green.
    return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run(suite: Suite): Promise<number> {
  const [program = '', ...args] = suite.command;
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') };
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
  const { numPassedTests, numFailedTests } = JSON.parse(report) as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
}

function countPlaywright(report: string): Count {
  const { stats } = JSON.parse(report) as { stats: { expected: number; unexpected: number; flaky: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
