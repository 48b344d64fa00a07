import { numberToHex, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import { unwrap } from '../../../../shared/result.ts';
import { openDatabase, type DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { createAccount, publicClient, signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil, startPracticeWorld } from '../chain/practice-world.ts';
import { startFaultProxy } from '../chain/rpc-fault-proxy.ts';
import { payments, publish, startRelayOn, until } from './ledger-scene.ts';

describe.runIf(hasAnvil).each(relayEngines)(
  'a reorganisation down to where only some blocks are remembered, on %s',
  (engine) => {
    let maker: DatabaseMaker;
    beforeAll(async () => {
      maker = await startEngine(engine);
    });
    afterAll(() => maker?.stop());

    test.each([
      ['by itself', false],
      ['also where an endpoint still shows the block from which a payment has moved', true],
    ])('that leaves what is final in place is followed %s', async (_, isStale) => {
      const world = await startPracticeWorld();
      const proxy = await startFaultProxy(world.chain.rpcUrl);
      // As on a chain whose finalised block lies deeper still.
      const isFinality = (tag: unknown): boolean => tag === 'safe' || tag === 'finalized';
      proxy.fault = ({ method, params }) =>
        method === 'eth_getBlockByNumber' && isFinality(params[0]) ? { result: null } : undefined;
      await world.mine(100);
      const database = await maker.create();
      const account = createAccount();
      const start = async () => {
        const relay = await startRelayOn({ ...world, chain: { ...world.chain, rpcUrl: proxy.url } }, database);
        const device = await signIn(relay.origin, account);
        return { world, database, account, relay, device, to: world.chain.accounts.others[0]!.address };
      };
      let scene = await start();
      const head = async (): Promise<number> => Number(await world.client.getBlockNumber({ cacheTime: 0 }));
      const chain = async () => unwrap(await scene.device.client.call('listChains', {})).chains[0];
      const unread = async () => (await head()) - Number((await chain())?.checkedThrough);
      const caughtUp = async () => await expect.poll(unread).toBe(0);

      // Below the fork, so that there is a block to go back to.
      await caughtUp();
      const [kept, moved, dropped] = [
        await publish(scene, { tagged: '1000001' }),
        await publish(scene, { tagged: '1000002' }),
        await publish(scene, { tagged: '1000003' }),
      ];
      await world.pay(1_000_001n);
      const forkedAfter = await head();
      await world.mine(4);
      const movedHash = await world.pay(1_000_002n);
      await world.pay(1_000_003n);
      const serializedTransaction = await world.rawTransaction(movedHash);
      await world.mine(4);
      await caughtUp();
      const before = payments(
        await until(scene, (all) => new Set(all.flatMap((one) => (isCredited(one) ? [one.units] : []))).size === 3),
      );
      const old = before.find(({ units }) => units === '1000002')!;

      await scene.relay.stop();
      await forgetBlocks(database, forkedAfter);
      const asHex = numberToHex(BigInt(old.blockNumber));
      type GetBlock = { Method: 'eth_getBlockByNumber'; Parameters: [Hex, boolean]; ReturnType: unknown };
      const oldBlock = await world.client.request<GetBlock>({
        method: 'eth_getBlockByNumber',
        params: [asHex, false],
      });
      await world.reorganise((await head()) - forkedAfter, [[serializedTransaction, 2]]);
      await world.mine(3);
      let lies = isStale ? 1 : 0;
      const noFinality = proxy.fault;
      proxy.fault = (request) => {
        const isOld = request.method === 'eth_getBlockByNumber' && request.params[0] === asHex;
        return isOld && lies-- > 0 ? { result: oldBlock } : noFinality(request);
      };
      scene = await start();
      const isFoundAgain = (one: Payment): boolean => one.units === '1000002' && one.blockHash !== old.blockHash;
      const events = payments(await until(scene, (all) => all.some((one) => isFoundAgain(one) && isCredited(one))));
      const told = events.slice(before.length);
      // Reversed first: at no time does the transfer count twice. What the chain kept was never doubted.
      const reversed = told.slice(0, 2).map(({ units, state }) => `${units} ${state}`);
      expect(reversed.toSorted()).toEqual(['1000002 reversed', '1000003 reversed']);
      expect(new Set(told.slice(2).map(({ txHash }) => txHash))).toEqual(new Set([movedHash]));
      expect(BigInt(told.at(-1)!.blockNumber)).toBeLessThan(BigInt(old.blockNumber));
      await caughtUp();
      const standing = async (id: string) =>
        unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } })).state.payments.filter(
          ({ state }) => state !== 'reversed',
        );
      expect(await standing(kept)).toHaveLength(1);
      expect(await standing(moved)).toHaveLength(1);
      expect(await standing(dropped)).toEqual([]);
      expect(await chain()).toMatchObject({ status: 'following', trouble: null });
      expect(lies).toBeLessThanOrEqual(0);
    });
  },
);

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
