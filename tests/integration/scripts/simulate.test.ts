import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../practice/chain/anvil-engine.ts';
import { randomScript } from '../../../scripts/simulate/random-script.ts';
import { runScript } from '../../../scripts/simulate/run-script.ts';
import { startPostgresCluster, type PostgresCluster } from '../../helpers/postgres-cluster.ts';
import { temporaryFolder } from '../src-main/engine/engine-fixture.ts';

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
});
