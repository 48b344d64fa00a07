import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseLocation } from '../../sync-server/storage/open-database.ts';
import { startPostgresCluster, type PostgresCluster } from '../../practice/database/postgres-cluster.ts';

/** The two engines that every storage test runs on. */
export const relayEngines = ['sqlite', 'postgres'] as const;
export type RelayEngine = (typeof relayEngines)[number];

/** Makes empty databases of one engine and takes them away again. */
export interface DatabaseMaker {
  create(): Promise<DatabaseLocation>;
  stop(): Promise<void>;
}

/** Starts what an engine needs: nothing for SQLite, a private cluster for PostgreSQL. */
export async function startEngine(engine: RelayEngine): Promise<DatabaseMaker> {
  const folders: string[] = [];
  const cluster: PostgresCluster | null = engine === 'postgres' ? await startPostgresCluster() : null;
  return {
    async create() {
      if (cluster) return { engine: 'postgres', url: await cluster.createDatabase() };
      const folder = await mkdtemp(join(tmpdir(), 'quittance-relay-'));
      folders.push(folder);
      return { engine: 'sqlite', folder };
    },
    async stop() {
      await cluster?.stop();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
