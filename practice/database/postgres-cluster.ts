import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../free-port.ts';

const run = promisify(execFile);

/** A private PostgreSQL server on loopback. */
export interface PostgresCluster {
  /** Creates an empty database and returns its address. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL cluster of its own in a temporary folder: any version from the usual places, never one that already
 * runs. As root it runs as the user `postgres`, because PostgreSQL refuses to run as root.
 *
 * @param options.durable true: a commit is on the disk, as it is for an operator. Tests need no such thing.
 * @throws Error with one line that says what to install.
 */
export async function startPostgresCluster({ durable = false } = {}): Promise<PostgresCluster> {
  const bin = await findPostgresBinaries();
  const user = process.getuid?.() === 0 ? await findPostgresUser() : null;
  const folder = await mkdtemp(join(tmpdir(), 'quittance-pg-'));
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const as = user
    ? { uid: user.uid, gid: user.gid, cwd: folder, env: { PATH: process.env.PATH, HOME: folder } }
    : { cwd: folder };
  const data = join(folder, 'data');
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'tester', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    as,
  );
  const port = await freePort(0);
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    'jit=off',
  ];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  // Watched from the start: Ctrl-C in a terminal reaches the server too, and it may be gone before it is stopped.
  const exited = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  const address = (database: string): string => `postgres://tester@127.0.0.1:${port}/${database}`;
  await waitUntilReady(server);
  let count = 0;
  return {
    async createDatabase() {
      const name = `relay_${(count += 1)}`;
      const client = new pg.Client({ connectionString: address('postgres') });
      // A server that is stopped meanwhile is told by the query's own rejection.
      client.on('error', () => undefined);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    async stop() {
      // SIGQUIT is PostgreSQL's immediate shutdown: the data is thrown away anyway.
      server.kill('SIGQUIT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of PostgreSQL's programs; rejects with one line that says what to install. */
export async function findPostgresBinaries(): Promise<string> {
  const places = [
    await run('pg_config', ['--bindir']).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    ),
    ...versionsIn('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...['/opt/homebrew', '/usr/local'].flatMap((root) =>
      versionsIn(`${root}/opt`)
        .filter((name) => name.startsWith('postgresql'))
        .map((name) => `${root}/opt/${name}/bin`),
    ),
    ...(process.env.PATH ?? '').split(':'),
  ];
  const bin = places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')));
  if (bin) return bin;
  throw new Error(
    'These tests need PostgreSQL: install it, e.g. apt-get install postgresql, or brew install postgresql.',
  );
}

function versionsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted((a, b) => Number(b) - Number(a)) : [];
}

async function findPostgresUser(): Promise<{ uid: number; gid: number }> {
  try {
    const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user postgres: add one, or run the tests as another user.',
    );
  }
}

function waitUntilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}
