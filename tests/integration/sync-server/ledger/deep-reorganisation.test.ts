import { numberToHex, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { unwrap } from '../../../../shared/result.ts';
import { openDatabase, type DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { createAccount, publicClient, signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil, startPracticeWorld } from '../chain/practice-world.ts';
import { startFaultProxy, type FaultProxy, type SeenRequest } from '../chain/rpc-fault-proxy.ts';
import { payments, publish, startRelayOn, until, type Scene } from './ledger-scene.ts';

describe.runIf(hasAnvil).each(relayEngines)(
  'a reorganisation down to where only some blocks are remembered, on %s',
  (engine) => {
    let maker: DatabaseMaker;
    beforeAll(async () => {
      maker = await startEngine(engine);
    });
    afterAll(() => maker?.stop());

    test('is followed by itself: what was kept stands, what moved counts once, what is gone is taken back', async () => {
      const fork = await prepareFork(maker);
      await fork.start();
      await expectFollowed(fork);
    });

    test('counts a payment that moved once, also where an endpoint still shows the block that it has left', async () => {
      const fork = await prepareFork(maker);
      const [proxy] = fork.proxies;
      let lies = 1;
      proxy.fault = (request) =>
        numberOf(request) === fork.old.blockNumber && lies-- > 0
          ? { result: fork.oldBlocks.get(fork.old.blockNumber) }
          : noFinality(request);
      await fork.start();
      await expectFollowed(fork);
      expect(lies).toBeLessThan(1);
    });
  },
);

test.runIf(hasAnvil)(
  'a deep reorganisation is not judged by an endpoint on the old fork, when the one that showed it goes away',
  async () => {
    const maker = await startEngine('sqlite');
    onTestFinished(() => maker.stop());
    const fork = await prepareFork(maker);
    const [first, second] = fork.proxies;
    const asked = Promise.withResolvers<void>();
    let isOnOldFork = false;
    first.fault = (request) => {
      if (!isOnOldFork) return { hangUp: true };
      if (request.method !== 'eth_getBlockByNumber') return undefined;
      // Asked only while nothing contradicts what was told: the relay is on the old fork again.
      if (request.params[0] === 'finalized') asked.resolve();
      const number = request.params[0] === 'latest' ? fork.oldHead : numberOf(request);
      return { result: fork.oldBlocks.get(number ?? '') ?? null };
    };
    second.fault = (request) => {
      // What is asked only of the blocks that payments are recorded in.
      isOnOldFork ||= numberOf(request) === fork.old.blockNumber;
      return isOnOldFork ? { hangUp: true } : noFinality(request);
    };
    await fork.start();
    await asked.promise;
    expect(payments(await until(fork.scene(), (all) => all.length >= fork.before.length))).toEqual(fork.before);
    first.fault = noFinality;
    second.fault = noFinality;
    await expectFollowed(fork);
  },
);

/** A relay that was stopped, and whose chain has another end since. */
interface Fork {
  readonly proxies: readonly [FaultProxy, FaultProxy];
  /** Starts the relay again. */
  start(): Promise<void>;
  scene(): Scene;
  /** Links by what became of the payment: it stands, is in a lower block, is in none. */
  readonly links: Readonly<Record<'kept' | 'moved' | 'dropped', string>>;
  /** What was told of the payments before. */
  readonly before: readonly Payment[];
  /** The payment that moved, in the block that it left. */
  readonly old: Payment;
  readonly oldHead: string;
  /** The old fork's blocks as a node gave them, by number. */
  readonly oldBlocks: ReadonlyMap<string, unknown>;
  isCaughtUp(): Promise<void>;
}

async function prepareFork(maker: DatabaseMaker): Promise<Fork> {
  const world = await startPracticeWorld();
  const proxies = [await startFaultProxy(world.chain.rpcUrl), await startFaultProxy(world.chain.rpcUrl)] as const;
  for (const proxy of proxies) proxy.fault = noFinality;
  await world.mine(100);
  const database = await maker.create();
  const account = createAccount();
  const start = async (): Promise<Scene> => {
    const rpcUrl = proxies.map(({ url }) => url).join();
    const relay = await startRelayOn({ ...world, chain: { ...world.chain, rpcUrl } }, database);
    const device = await signIn(relay.origin, account);
    return { world, database, account, relay, device, to: world.chain.accounts.others[0]!.address };
  };
  let scene = await start();
  const head = async (): Promise<number> => Number(await world.client.getBlockNumber({ cacheTime: 0 }));
  const unread = async () => (await head()) - Number((await chainOf(scene))?.checkedThrough);
  const isCaughtUp = async () => await expect.poll(unread).toBe(0);

  // Below the fork, so that there is a block to go back to.
  await isCaughtUp();
  const links = {
    kept: await publish(scene, { tagged: '1000001' }),
    moved: await publish(scene, { tagged: '1000002' }),
    dropped: await publish(scene, { tagged: '1000003' }),
  };
  await world.pay(1_000_001n);
  const forkedAfter = await head();
  await world.mine(4);
  const movedHash = await world.pay(1_000_002n);
  await world.pay(1_000_003n);
  const serializedTransaction = await world.rawTransaction(movedHash);
  await world.mine(4);
  await isCaughtUp();
  const before = payments(
    await until(scene, (all) => new Set(all.flatMap((one) => (isCredited(one) ? [one.units] : []))).size === 3),
  );
  await scene.relay.stop();
  await forgetBlocks(database, forkedAfter);
  const oldHead = await head();
  const oldBlocks = new Map<string, unknown>();
  type GetBlock = { Method: 'eth_getBlockByNumber'; Parameters: [Hex, boolean]; ReturnType: unknown };
  for (let number = 0; number <= oldHead; number += 1) {
    const request = { method: 'eth_getBlockByNumber', params: [numberToHex(number), false] } as const;
    oldBlocks.set(String(number), await world.client.request<GetBlock>({ ...request, params: [...request.params] }));
  }
  await world.reorganise(oldHead - forkedAfter, [[serializedTransaction, 2]]);
  await world.mine(3);
  return {
    proxies,
    start: async () => {
      scene = await start();
    },
    scene: () => scene,
    links,
    before,
    old: before.find(({ units }) => units === '1000002')!,
    oldHead: String(oldHead),
    oldBlocks,
    isCaughtUp,
  };
}

async function expectFollowed({ scene, links, before, old, isCaughtUp }: Fork): Promise<void> {
  const isFoundAgain = (one: Payment): boolean => one.units === '1000002' && one.blockHash !== old.blockHash;
  const events = payments(await until(scene(), (all) => all.some((one) => isFoundAgain(one) && isCredited(one))));
  const told = events.slice(before.length);
  // Reversed first: at no time does the transfer count twice. What the chain kept was never doubted.
  const reversed = told.slice(0, 2).map(({ units, state }) => `${units} ${state}`);
  expect(reversed.toSorted()).toEqual(['1000002 reversed', '1000003 reversed']);
  expect(new Set(told.slice(2).map(({ txHash }) => txHash))).toEqual(new Set([old.txHash]));
  expect(BigInt(told.at(-1)!.blockNumber)).toBeLessThan(BigInt(old.blockNumber));
  await isCaughtUp();
  const standing = async (id: string) =>
    unwrap(await publicClient(scene().relay.origin).call('getLink', { params: { id } })).state.payments.filter(
      ({ state }) => state !== 'reversed',
    );
  expect(await standing(links.kept)).toHaveLength(1);
  expect(await standing(links.moved)).toHaveLength(1);
  expect(await standing(links.dropped)).toEqual([]);
  expect(await chainOf(scene())).toMatchObject({ status: 'following', trouble: null });
}

async function chainOf({ device }: Scene) {
  return unwrap(await device.client.call('listChains', {})).chains[0];
}

/** As on a chain whose finalised block lies deeper than every fork here. */
function noFinality({ method, params }: SeenRequest): { result: null } | undefined {
  const isFinality = params[0] === 'safe' || params[0] === 'finalized';
  return method === 'eth_getBlockByNumber' && isFinality ? { result: null } : undefined;
}

/** The number of the block whose header is asked for; undefined for any other request. */
function numberOf({ method, params }: SeenRequest): string | undefined {
  const [block] = params;
  if (method !== 'eth_getBlockByNumber' || typeof block !== 'string' || !block.startsWith('0x')) return undefined;
  return String(BigInt(block));
}

function isCredited({ state }: Payment): boolean {
  return state === 'confirmed' || state === 'final';
}

/** As more than 256 further blocks leave it: around the fork not every block is remembered any more. */
async function forgetBlocks(location: DatabaseLocation, fork: number): Promise<void> {
  const { kysely, close } = await openDatabase(location);
  await kysely
    .deleteFrom('chain_headers')
    .where('number', '>=', fork - 2)
    .where('number', '<', fork + 6)
    .execute();
  await close();
}
