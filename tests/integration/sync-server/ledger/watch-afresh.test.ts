import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { practiceRelaySettings } from '../../../../practice/relay/practice-relay-config.ts';
import { unwrap } from '../../../../shared/result.ts';
import { createAccount, publicClient, signIn } from '../../../helpers/relay-device.ts';
import { startRelayProcess } from '../../../helpers/relay-process.ts';
import { hasAnvil, startPracticeWorld, type PracticeWorld } from '../chain/practice-world.ts';
import { payments, publish, until } from './ledger-scene.ts';

test.runIf(hasAnvil)(
  'on another chain than the one read so far the relay credits nothing, until it is told --watch-afresh',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quittance-afresh-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const account = createAccount();
    const start = async (world: PracticeWorld, ...flags: string[]) => {
      const settings = practiceRelaySettings({
        dataDir: folder,
        rpcUrl: world.chain.rpcUrl,
        smtpPort: null,
        logLevel: 'info',
      });
      const { origin, kill } = await startRelayProcess(settings, ['sync-server/main.ts', ...flags]);
      const device = await signIn(origin, account);
      const relay = { origin, port: 0, stop: kill };
      return {
        world,
        account,
        device,
        relay,
        database: { engine: 'sqlite', folder },
        to: world.chain.accounts.others[0]!.address,
      } as const;
    };
    const before = await start(await startPracticeWorld());
    const id = await publish(before, { tagged: '1000001' });
    const later = await publish(before, { tagged: '1000002' });
    await before.world.pay(1_000_001n);
    await before.world.mine(2);
    await until(before, (all) => all.at(-1)?.state === 'confirmed');
    await before.relay.stop();

    // A chain of its own from the first block on, as after an operator's node was set up anew.
    const other = await startPracticeWorld();
    await other.mine(30);
    const stuck = await start(other);
    const chain = async (origin: string) =>
      unwrap(await publicClient(origin).call('getLink', { params: { id } })).state.chains[0];
    await expect
      .poll(() => chain(stuck.relay.origin), { timeout: 20_000 })
      .toMatchObject({
        status: 'unreachable',
        trouble: expect.stringContaining('another chain'),
      });
    await other.pay(1_000_002n);
    await other.mine(3);
    await stuck.relay.stop();

    const afresh = await start(other, '--watch-afresh', '31337');
    const events = await until(afresh, (all) =>
      all.some((payment) => payment.units === '1000002' && payment.state === 'confirmed'),
    );
    expect(await chain(afresh.relay.origin)).toMatchObject({ status: 'following', trouble: null });
    expect(payments(events).filter((payment) => payment.units === '1000002').length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ type: 'payment', linkId: later });
    // What was read on the other chain stays on record: only its owner can say what it means.
    const { state } = unwrap(await publicClient(afresh.relay.origin).call('getLink', { params: { id } }));
    expect(state.payments.map((payment) => payment.units)).toEqual(['1000001']);
  },
);
