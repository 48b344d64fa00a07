import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { practiceRelayConfig } from '../../../../practice/relay/practice-relay-config.ts';
import { unwrap } from '../../../../shared/result.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { createHub } from '../../../../sync-server/hub/hub.ts';
import type { FollowedChain } from '../../../../sync-server/ledger/followed-chain.ts';
import { runPendingScan } from '../../../../sync-server/ledger/run-pending-scans.ts';
import { createTurns } from '../../../../sync-server/ledger/turns.ts';
import { openDatabase, type DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil, tokenAddresses, type PracticeWorld } from '../chain/practice-world.ts';
import { beginScene, payments, publish, startRelayOn, until } from './ledger-scene.ts';

describe.runIf(hasAnvil).each(relayEngines)('a scan that runs ahead of the blocks, on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker?.stop());

  test('assumes nothing to be an invoice’s that was paid in full in a block not applied yet', async () => {
    const scene = await beginScene(maker);
    const paid = await publish(scene, { tagged: '1000022' }, undefined, { assume: true });
    await scene.world.mine(2);
    await isReadThrough(scene, Number(await scene.world.client.getBlockNumber()));
    await scene.relay.stop();
    await scene.world.pay(1_000_022n);
    await scene.world.mine(2);
    await scene.world.pay(1_000_000n);
    // Published while the relay is behind: it reaches no endpoint.
    const unreachable = { RPC_31337: 'http://127.0.0.1:9' };
    const relay = await startRelayOn(scene.world, scene.database, { settings: unreachable });
    const behind = { ...scene, relay, device: await signIn(relay.origin, scene.account) };
    await publish(behind, { tagged: '5000044', exact: '5000000' }, undefined, { assume: true });
    await relay.stop();

    const { chain, stored, close } = await followedChain(scene.world, scene.database);
    expect(await scanAll(chain)).toMatchObject({ kind: 'ahead' });
    expect(await stored()).toEqual([]);
    await close();

    const current = await startRelayOn(scene.world, scene.database);
    const after = { relay: current, device: await signIn(current.origin, scene.account) };
    const events = await until(after, (_, all) => all.some((event) => event.type === 'unmatched'));
    expect(new Set(payments(events).map(({ units }) => units))).toEqual(new Set(['1000022']));
    expect(events.find((event) => event.type === 'payment')).toMatchObject({ linkId: paid });
  });
});

/** A chain as the relay follows it, with nothing that applies its blocks. */
async function followedChain(world: PracticeWorld, location: DatabaseLocation) {
  const database = await openDatabase(location);
  const log = pino({ level: 'silent' });
  const hub = await createHub(database, log);
  const { rpcUrl } = world.chain;
  const config = practiceRelayConfig({ dataDir: '/nonexistent', rpcUrl, smtpPort: null, logLevel: 'silent' });
  const watched = new Set<string>();
  const chain: FollowedChain = {
    context: { config, database, hub, log, now: Date.now, origin: () => '' },
    chainId: 31337,
    pool: createEndpointPool({ chainId: 31337, endpoints: [{ url: rpcUrl }] }),
    tokens: tokenAddresses.map((address) => address.toLowerCase() as `0x${string}`),
    calldataOf: async () => undefined,
    watched: { has: (address) => watched.has(address), add: (more) => more.forEach((one) => watched.add(one)) },
    turns: createTurns(),
    agreementAbove: null,
    scanPage: { blocks: 2_000, limit: 2_000 },
    signal: new AbortController().signal,
  };
  const stored = () => database.kysely.selectFrom('payments').select(['link_id', 'units', 'rule']).execute();
  const close = async (): Promise<void> => {
    await hub.close();
    await database.close();
  };
  return { chain, stored, close };
}

/** Scans until it comes no further, and says why. */
async function scanAll(chain: FollowedChain): ReturnType<typeof runPendingScan> {
  for (;;) {
    const outcome = await runPendingScan(chain);
    if (outcome.kind !== 'more') return outcome;
  }
}

async function isReadThrough({ device }: Pick<Awaited<ReturnType<typeof beginScene>>, 'device'>, head: number) {
  await expect
    .poll(async () => Number(unwrap(await device.client.call('listChains', {})).chains[0]?.checkedThrough))
    .toBe(head);
}
