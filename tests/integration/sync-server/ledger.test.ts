import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lookAlikeTokenAddress } from '../../../practice/chain/practice-tokens.ts';
import { payInvoice } from '../../../practice/chain/payer.ts';
import { unwrap } from '../../../shared/result.ts';
import { createAccount, publicClient, signIn } from '../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../helpers/relay-engines.ts';
import { waitForEvents } from '../../helpers/relay-events.ts';
import { hasAnvil, startPracticeWorld, tokenAddresses } from './chain/practice-world.ts';
import { beginScene, payments, publish, startRelayOn, until, type Scene } from './ledger/ledger-scene.ts';

const [usdc, usdt, dai] = tokenAddresses as [`0x${string}`, `0x${string}`, `0x${string}`];

describe.runIf(hasAnvil).each(relayEngines)('the ledger on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker?.stop());

  const begin = (): Promise<Scene> => beginScene(maker);

  test('a payment is seen, confirming, confirmed; the page’s state says the same', async () => {
    const scene = await begin();
    const id = await publish(scene, { tagged: '1000123' });
    const txHash = await scene.world.pay(1_000_123n);
    await until(scene, (all) => all.length === 1);
    await scene.world.mine(1);
    await until(scene, (all) => all.length === 2);
    await scene.world.mine(4);
    const events = await until(scene, (all) => all.some((payment) => payment.state === 'confirmed'));
    expect(
      payments(events).map((payment) => [payment.state, payment.confirmations, payment.requiredConfirmations]),
    ).toEqual([
      ['seen', 1, 3],
      ['confirming', 2, 3],
      ['confirmed', 3, 3],
    ]);
    const last = payments(events).at(-1);
    expect(last).toMatchObject({ txHash, units: '1000123', rule: 'tagged-amount', late: false, chainId: 31337 });
    const link = unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } }));
    expect(link).toMatchObject({
      practice: true,
      state: { payments: [last], chains: [{ chainId: 31337, status: 'following' }] },
    });
  });

  test('the tag in the calldata credits the exact amount; another token at the address is unmatched; a look-alike is nothing', async () => {
    const scene = await begin();
    const tag = randomBytes(16).toString('hex');
    const id = await publish(scene, { tagged: '1000999' }, tag);
    const { rpcUrl } = scene.world.chain;
    await payInvoice({ rpcUrl, token: lookAlikeTokenAddress, to: scene.to, amount: 1_000_999n }).catch(() => undefined);
    await payInvoice({ rpcUrl, token: dai, to: scene.to, amount: 1_000_999n });
    await payInvoice({ rpcUrl, token: usdc, to: scene.to, amount: 1_000_000n });
    await payInvoice({ rpcUrl, token: usdc, to: scene.to, amount: 1_000_000n, tag: `0x51544731${tag}` });
    const events = await until(scene, (all) => all.length === 1);
    expect(events.slice(-1)).toMatchObject([
      { type: 'payment', linkId: id, payment: { rule: 'tag', units: '1000000' } },
    ]);
    const unmatched = new Map(
      events.flatMap((event) => (event.type === 'unmatched' ? [[event.transfer.key, event]] : [])),
    );
    expect([...unmatched.values()]).toMatchObject([
      { reason: 'wrong-token', candidates: [], transfer: { units: '1000999' } },
      { reason: 'no-rule', candidates: [id], transfer: { units: '1000000' } },
    ]);
  });

  test('two transfers in one transaction are two payments', async () => {
    const scene = await begin();
    const first = await publish(scene, { tagged: '1000001' });
    const second = await publish(scene, { tagged: '2000002', token: usdt, exact: '2000000' });
    const txHash = await scene.world.payTwice(1_000_001n, 2_000_002n);
    const events = await until(scene, (all) => all.filter((payment) => payment.txHash === txHash).length >= 2);
    const credited = events.flatMap((event) =>
      event.type === 'payment' && event.payment.txHash === txHash ? [event] : [],
    );
    expect(new Set(credited.map((event) => event.linkId))).toEqual(new Set([first, second]));
    expect(new Set(credited.map((event) => event.payment.logIndex)).size).toBe(2);
  });

  test('a reorganisation reverses the payment; the same payment again counts anew', async () => {
    const scene = await begin();
    const id = await publish(scene, { tagged: '1000777' });
    await scene.world.pay(1_000_777n);
    await scene.world.mine(2);
    await until(scene, (all) => all.some((payment) => payment.state === 'confirmed'));
    await scene.world.reorganise(3);
    await scene.world.mine(1);
    const events = await until(scene, (all) => all.some((payment) => payment.state === 'reversed'));
    expect(payments(events).at(-1)).toMatchObject({
      state: 'reversed',
      confirmations: 0,
      key: payments(events)[0]?.key,
    });
    await scene.world.pay(1_000_777n);
    await scene.world.mine(3);
    await until(scene, (all) => all.at(-1)?.state === 'confirmed' && all.at(-1)?.key !== all[0]?.key);
    const { state } = unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } }));
    expect(state.payments.map((payment) => payment.state).toSorted()).toEqual(['confirmed', 'reversed']);
  });

  test('what happened while the relay was down, a reorganisation too, is made up for after its start', async () => {
    const scene = await begin();
    const first = await publish(scene, { tagged: '1000011' });
    await publish(scene, { tagged: '1000022' });
    await publish(scene, { tagged: '1000033' });
    await scene.world.pay(1_000_011n);
    await scene.world.mine(3);
    await scene.world.pay(1_000_022n);
    await until(
      scene,
      (all) =>
        all.some((payment) => payment.units === '1000022') && all.some((payment) => payment.state === 'confirmed'),
    );
    await scene.relay.stop();
    await scene.world.reorganise(1);
    await scene.world.pay(1_000_033n);
    await scene.world.mine(150);
    const relay = await startRelayOn(scene.world, scene.database);
    const after = { ...scene, relay, device: await signIn(relay.origin, scene.account) };
    const events = await until(after, (all) =>
      all.some((payment) => payment.units === '1000033' && payment.state === 'confirmed'),
    );
    const newest = new Map(payments(events).map((payment) => [payment.units, payment.state]));
    expect(Object.fromEntries(newest)).toEqual({ 1000011: 'confirmed', 1000022: 'reversed', 1000033: 'confirmed' });
    expect(payments(events).filter((payment) => payment.units === '1000011' && payment.state === 'seen')).toHaveLength(
      1,
    );
    expect(
      unwrap(await publicClient(relay.origin).call('getLink', { params: { id: first } })).state.payments,
    ).toHaveLength(1);
  });

  test('a payment made before its link was published is found', async () => {
    const scene = await begin();
    await publish(scene, { tagged: '1000005' });
    await scene.world.pay(1_000_444n);
    await scene.world.mine(5);
    await waitForEvents(scene.relay.origin, scene.device, (all) => all.some((event) => event.type === 'unmatched'));
    const id = await publish(scene, { tagged: '1000444' });
    const events = await until(scene, (all) => all.at(-1)?.state === 'confirmed');
    expect(events.at(-1)).toMatchObject({ linkId: id, payment: { units: '1000444' } });
  });

  test('nobody can make another account’s payment ambiguous', async () => {
    const scene = await begin();
    const stranger = { ...scene, device: await signIn(scene.relay.origin) };
    const mine = await publish(scene, { tagged: '1000555' });
    await publish(stranger, { tagged: '1000555' });
    await scene.world.pay(1_000_555n);
    expect((await until(scene, (all) => all.length > 0)).at(-1)).toMatchObject({ type: 'payment', linkId: mine });
  });
});

test.runIf(hasAnvil)('a token whose contract disagrees with the registry is refused and told', async () => {
  const world = await startPracticeWorld();
  await world.client.setCode({ address: usdt, bytecode: '0x00' });
  const maker = await startEngine('sqlite');
  onTestFinished(() => maker.stop());
  const relay = await startRelayOn(world, await maker.create());
  const device = await signIn(relay.origin);
  const scene: Scene = {
    world,
    relay,
    device,
    account: createAccount(),
    database: { engine: 'sqlite', folder: '' },
    to: world.chain.accounts.others[0]!.address,
  };
  await publish(scene, { tagged: '1000001' });
  await world.pay(1_000_001n);
  await until(scene, (all) => all.length > 0);
  const { tokens } = unwrap(await device.client.call('listChains', {}));
  expect(tokens.map((token) => token.symbol)).toEqual(['USDC', 'DAI', 'EURC']);
  const status = (await (await fetch(`${relay.origin}/status`)).json()) as {
    chains: { refusedTokens: { symbol: string }[] }[];
  };
  expect(status.chains[0]?.refusedTokens.map((token) => token.symbol)).toEqual(['USDT']);
});
