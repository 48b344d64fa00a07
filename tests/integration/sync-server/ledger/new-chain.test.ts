import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { publicClient, signIn } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import { beginScene, payments, publishAll, startRelayOn, until } from './ledger-scene.ts';
import { openOtherChain, type OtherChain } from './other-chain.ts';

const polygon = 137;
const native = '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359';

describe.runIf(hasAnvil).each(relayEngines)('a chain that the relay watches from now on, on %s', (engine) => {
  let maker: DatabaseMaker;
  let other: OtherChain;
  beforeAll(async () => {
    [maker, other] = await Promise.all([startEngine(engine), openOtherChain(polygon, [native])]);
  });
  afterAll(async () => {
    await maker?.stop();
    await other?.stop();
  });

  test('what was paid there before is found, for a link that names it and is still monitored', async () => {
    const scene = await beginScene(maker);
    const id = await publishAll(scene, [{ tagged: '1000042' }, { chainId: polygon, token: native, tagged: '1000042' }]);
    const chainsOf = async (origin: string) =>
      unwrap(await publicClient(origin).call('getLink', { params: { id } })).state.chains.map((one) => one.chainId);
    // What the payment page offers: it is not asked for on a chain where nobody looks.
    expect(await chainsOf(scene.relay.origin)).toEqual([31337]);
    await other.pay(native, scene.to, 1_000_042n);
    // Deeper than where a relay begins with a chain that is new to it.
    await other.mine(100);
    await scene.relay.stop();
    const settings = { [`RPC_${polygon}`]: other.rpcUrl, PRACTICE: '0' };
    const relay = await startRelayOn(scene.world, scene.database, { settings });
    const after = { relay, device: await signIn(relay.origin, scene.account) };
    const events = await until(after, (all) => all.some((payment) => payment.state === 'confirmed'));
    expect(payments(events).at(-1)).toMatchObject({ chainId: polygon, units: '1000042', rule: 'tagged-amount' });
    expect((await chainsOf(relay.origin)).toSorted()).toEqual([137, 31337]);
  });
});
