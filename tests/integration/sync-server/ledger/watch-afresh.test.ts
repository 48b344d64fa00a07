import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { practiceRelaySettings } from '../../../../practice/relay/practice-relay-config.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { unwrap } from '../../../../shared/result.ts';
import { openDatabase, type DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { createAccount, publicClient, signIn } from '../../../helpers/relay-device.ts';
import { startEngine } from '../../../helpers/relay-engines.ts';
import { startRelayProcess } from '../../../helpers/relay-process.ts';
import { hasAnvil, startPracticeWorld, type PracticeWorld } from '../chain/practice-world.ts';
import { startFaultProxy } from '../chain/rpc-fault-proxy.ts';
import { payments, publish, startRelayOn, until } from './ledger-scene.ts';

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
      .poll(() => chain(stuck.relay.origin))
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
    // What was read on the other chain stays on record, and counts no more.
    const { state } = unwrap(await publicClient(afresh.relay.origin).call('getLink', { params: { id } }));
    expect(state.payments.map((payment) => [payment.units, payment.state])).toEqual([['1000001', 'reversed']]);
  },
);

test.runIf(hasAnvil)(
  'after a reorganisation deeper than what is remembered, payments that it orphaned are reversed, or found where they are',
  async () => {
    const maker = await startEngine('sqlite');
    onTestFinished(() => maker.stop());
    const world = await startPracticeWorld();
    // Deep enough that the relay begins well above the first block.
    await world.mine(100);
    const database = await maker.create();
    const account = createAccount();
    const proxy = await startFaultProxy(world.chain.rpcUrl);
    const proxied = { ...world, chain: { ...world.chain, rpcUrl: proxy.url } };
    const start = async (deps: Parameters<typeof startRelayOn>[2] = {}) => {
      const relay = await startRelayOn(proxied, database, deps);
      const device = await signIn(relay.origin, account);
      return { world, database, account, relay, device, to: world.chain.accounts.others[0]!.address };
    };
    const before = await start();
    const moved = await publish(before, { tagged: '1000001' });
    const dropped = await publish(before, { tagged: '1000002' });
    const final = await publish(before, { tagged: '1000003' });
    const finalHash = await world.pay(1_000_003n);
    const movedHash = await world.pay(1_000_001n);
    await world.pay(1_000_002n);
    await world.mine(2);
    const confirmed = await until(before, (all) => all.filter(({ state }) => state === 'confirmed').length === 3);
    const old = payments(confirmed).find(({ units }) => units === '1000001')!;
    await before.relay.stop();
    await makeFinal(database, '1000003');

    const raws = [await world.rawTransaction(finalHash), await world.rawTransaction(movedHash)];
    await world.reorganise(Number((await world.client.getBlockNumber({ cacheTime: 0 })) - world.start.number) - 1);
    for (const serializedTransaction of raws) {
      const hash = await world.client.sendRawTransaction({ serializedTransaction });
      await world.client.waitForTransactionReceipt({ hash });
    }
    // Below the block from which the relay goes on: it must look through what lies before.
    await world.mine(70);
    const stuck = await start();
    const stateOf = async (origin: string, id: string) =>
      unwrap(await publicClient(origin).call('getLink', { params: { id } })).state;
    await expect.poll(async () => (await stateOf(stuck.relay.origin, dropped)).chains[0]?.status).toBe('unreachable');
    await stuck.relay.stop();

    // A node that does not show the block says nothing about it.
    const height = `0x${BigInt(old.blockNumber).toString(16)}`;
    proxy.fault = ({ method, params }) =>
      method === 'eth_getBlockByNumber' && params[0] === height ? { result: null } : undefined;
    const afresh = await start({ watchAfresh: [31337] });
    await expect
      .poll(async () => (await stateOf(afresh.relay.origin, dropped)).chains[0])
      .toMatchObject({ status: 'catching-up', trouble: expect.stringContaining('keeps the blocks'), finalized: null });
    const waiting = payments(await until(afresh, () => true));
    expect(waiting).toHaveLength(payments(confirmed).length);
    proxy.fault = () => undefined;
    const isPaidAgain = ({ units, state, blockHash }: Payment) =>
      units === '1000001' && (state === 'confirmed' || state === 'final') && blockHash !== old.blockHash;
    const events = payments(await until(afresh, (all) => all.some(isPaidAgain)));
    const told = events.slice(payments(confirmed).length);
    expect(
      told
        .filter(({ state }) => state === 'reversed')
        .map(({ units }) => units)
        .toSorted(),
    ).toEqual(['1000001', '1000002']);
    // Reversed first: at no time does the transfer count twice.
    expect(told.findIndex(({ state }) => state !== 'reversed')).toBe(2);
    expect(told.slice(2).map(({ units, txHash }) => [units, txHash])).toEqual(
      told.slice(2).map(() => ['1000001', movedHash]),
    );
    const standing = async (id: string) =>
      (await stateOf(afresh.relay.origin, id)).payments.filter(({ state }) => state !== 'reversed');
    expect(await standing(moved)).toHaveLength(1);
    expect(await standing(dropped)).toEqual([]);
    // What is final stays as it is, and counts once.
    expect((await standing(final)).map(({ state }) => state)).toEqual(['final']);
  },
);

/** As if the chain had called a payment's block final before it gave it up. */
async function makeFinal(location: DatabaseLocation, units: string): Promise<void> {
  const { kysely, close } = await openDatabase(location);
  await kysely.updateTable('payments').set({ state: 'final' }).where('units', '=', units).execute();
  await close();
}
