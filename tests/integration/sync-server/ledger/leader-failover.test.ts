import { expect, onTestFinished, test } from 'vitest';
import pg from 'pg';
import { practiceRelaySettings } from '../../../../practice/relay/practice-relay-config.ts';
import { createAccount, signIn } from '../../../helpers/relay-device.ts';
import { startPostgresCluster } from '../../../../practice/database/postgres-cluster.ts';
import { startRelayProcess } from '../../../helpers/relay-process.ts';
import { hasAnvil, startPracticeWorld } from '../chain/practice-world.ts';
import { payments, publish, until } from './ledger-scene.ts';

test.runIf(hasAnvil)(
  'when a chain’s leader is killed, the other relay on the database leads, and no payment is missed or told twice',
  async () => {
    const world = await startPracticeWorld();
    const cluster = await startPostgresCluster();
    onTestFinished(() => cluster.stop());
    const databaseUrl = await cluster.createDatabase();
    const settings = practiceRelaySettings({
      dataDir: '/nonexistent',
      rpcUrl: world.chain.rpcUrl,
      smtpPort: null,
      databaseUrl,
    });
    const leader = await startRelayProcess(settings);
    const locks = new pg.Client({ connectionString: databaseUrl });
    locks.on('error', () => undefined);
    await locks.connect();
    onTestFinished(() => locks.end().catch(() => undefined));
    const leaders = async (): Promise<number[]> =>
      (
        await locks.query<{ pid: number }>(
          "select pid from pg_locks where locktype = 'advisory' and granted and objid = 31337",
        )
      ).rows.map((row) => row.pid);
    await expect.poll(leaders).toHaveLength(1);
    const [firstLeader] = await leaders();
    const follower = await startRelayProcess(settings);
    const account = createAccount();
    const device = await signIn(follower.origin, account);
    const relay = { origin: follower.origin, port: 0, stop: async () => undefined };
    const scene = {
      world,
      account,
      device,
      relay,
      database: { engine: 'postgres', url: databaseUrl },
      to: world.chain.accounts.others[0]!.address,
    } as const;
    await publish(scene, { tagged: '1000001' });
    await publish(scene, { tagged: '1000002' });
    await publish(scene, { tagged: '1000003' });
    await world.pay(1_000_001n);
    // The follower's own stream is told what the leader found.
    await until(scene, (all) => all.some((payment) => payment.units === '1000001'));
    expect(await leaders()).toEqual([firstLeader]);
    await leader.kill();
    await world.pay(1_000_002n);
    await world.mine(2);
    await until(scene, (all) => all.some((payment) => payment.units === '1000002'));
    const [second, ...others] = await leaders();
    expect(others).toEqual([]);
    expect(second).not.toBe(firstLeader);
    await world.pay(1_000_003n);
    await world.mine(3);
    const events = await until(scene, (all) =>
      all.some((payment) => payment.units === '1000003' && payment.state === 'confirmed'),
    );
    const told = Map.groupBy(payments(events), (payment) => payment.units);
    expect([...told.keys()]).toEqual(['1000001', '1000002', '1000003']);
    for (const states of told.values()) {
      const steps = states.map((payment) => `${payment.key} ${payment.state} ${payment.confirmations}`);
      expect(new Set(steps).size).toBe(steps.length);
      expect(states.at(-1)?.state).toBe('confirmed');
    }
  },
);
