import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../practice/chain/anvil-engine.ts';
import { randomScript } from '../../../scripts/simulate/random-script.ts';
import { runScript } from '../../../scripts/simulate/run-script.ts';
import { startPostgresCluster, type PostgresCluster } from '../../../practice/database/postgres-cluster.ts';
import { temporaryFolder } from '../src-main/engine/engine-fixture.ts';

const script = fileURLToPath(new URL('../../../scripts/simulate.ts', import.meta.url));
const run = promisify(execFile);

test.each([
  ['--steps', 'abc', 'from 1 to'],
  ['--parallel', '0', 'from 1 to'],
  ['--chains', '6', 'from 1 to 5'],
])('%s %s is refused, and nothing runs', async (option, value, range) => {
  await expect(run(process.execPath, [script, `${option}=${value}`])).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`Write a whole number ${range}`),
  });
});

describe.skipIf(findAnvil() === undefined)('a short simulation', () => {
  let cluster: PostgresCluster;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    cluster = await startPostgresCluster();
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await cluster?.stop();
    await folder.remove();
  });

  test.each(['sqlite', 'postgres'] as const)(
    'ends with every ledger as the oracle says: %s',
    async (database) => {
      const script = randomScript({ seed: 3, steps: 250, chains: 1, checkEvery: 250 });
      const databaseUrl = database === 'postgres' ? await cluster.createDatabase() : null;
      const result = await runScript(script, { folder: `${folder.path}/${database}`, databaseUrl, keep: false });
      expect(result.mismatches).toEqual([]);
      expect(result.steps).toBe(250);
      expect(result.attributed).toBeGreaterThan(20);
      expect(result.unmatched).toBeGreaterThan(10);
    },
    240_000,
  );

  test('a script without steps is no green run', async () => {
    const file = join(folder.path, 'empty.json');
    await writeFile(file, JSON.stringify({ seed: 1, chains: 1, checkEvery: 1, steps: [] }));
    const env = { ...process.env, TMPDIR: folder.path };
    await expect(run(process.execPath, [script, '--replay', file], { env })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Nothing was run.'),
    });
  });

  test.runIf(process.platform !== 'win32')('a signal ends all that it started, and leaves no files', async () => {
    // PostgreSQL runs as another user where this runs as root, and has to come through.
    const place = await temporaryFolder();
    await chmod(place.path, 0o711);
    const args = ['--steps', '100000', '--script-steps', '5', '--database', 'both'];
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: place.path },
    });
    const ended = once(child, 'exit');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    await lines.next();
    const started = await descendantsOf(child.pid!);
    expect(started.length).toBeGreaterThan(1);
    child.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
    const alive = new Set((await processes()).map(({ pid }) => pid));
    expect(started.filter((pid) => alive.has(pid))).toEqual([]);
    expect(await readdir(place.path)).toEqual([]);
    await place.remove();
  });
});

async function processes(): Promise<{ pid: number; parent: number }[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));
}

/** The processes that a process has started, and those that they have started. */
async function descendantsOf(ancestor: number): Promise<number[]> {
  const all = await processes();
  const children = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap(({ pid }) => [pid, ...children(pid)]);
  return children(ancestor);
}
