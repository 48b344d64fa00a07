import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import type { PaymentTerms } from '../../../../shared/payment/payment-terms.ts';
import { isRest } from '../../../../shared/payment/is-rest.ts';
import { unwrap } from '../../../../shared/result.ts';
import { amountToSend } from '../../../../sync-server/payment-page/state/amount-to-send.ts';
import { publicClient } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { hasAnvil, tokenAddresses } from '../chain/practice-world.ts';
import { beginScene, payments, publishAll, until, type Scene } from './ledger-scene.ts';

const [usdc, , dai] = tokenAddresses as [`0x${string}`, `0x${string}`, `0x${string}`];
const micro = 10n ** 12n;

/** USD 100.00 in USDC (6 decimals) or DAI (18), with a tail of 4,217 millionths. */
function termsFor(to: string, tag: string): PaymentTerms {
  const option = (symbol: string, token: string, decimals: number, unit: bigint) => ({
    chainId: 31337,
    token,
    symbol,
    decimals,
    address: to,
    ownAddress: false,
    exact: String(100_000_000n * unit),
    tagged: String(100_004_217n * unit),
  });
  return {
    options: [option('USDC', usdc, 6, 1n), option('DAI', dai, 18, micro)],
    tag,
    tail: 4217,
    rates: [],
    expiresAt: '2099-01-31T00:00:00Z',
    monitorUntil: '2099-04-30T00:00:00Z',
  };
}

describe.runIf(hasAnvil).each(relayEngines)('the rest paid by hand, on %s', (engine) => {
  let maker: DatabaseMaker;
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterAll(() => maker?.stop());

  /** A scene with one published invoice. */
  async function begin() {
    const scene = await beginScene(maker);
    const tag = randomBytes(16).toString('hex');
    const terms = termsFor(scene.to, tag);
    const id = await publishAll(scene, terms.options.map(watchOf), tag);
    const pay = (token: `0x${string}`, amount: bigint, carried?: string) =>
      payInvoice({
        rpcUrl: scene.world.chain.rpcUrl,
        token,
        to: scene.to,
        amount,
        ...(carried ? { tag: `0x51544731${carried}` as const } : {}),
      });
    return { scene, id, tag, terms, pay };
  }

  test('a part by tag in USDC, the rest in DAI by the very amount that the page asks for', async () => {
    const { scene, id, tag, terms, pay } = await begin();
    await pay(usdc, 33_333_333n, tag);
    await until(scene, (all) => all.length === 1);
    const asked = await asks(scene, id, terms);
    expect(asked).toEqual([66_674_217n, 66_674_217n * micro]);
    await pay(dai, asked[1]!);
    const events = await until(scene, (all) => all.some((payment) => payment.token === dai));
    expect(events.at(-1)).toMatchObject({
      type: 'payment',
      linkId: id,
      payment: { rule: 'tagged-amount', units: String(asked[1]) },
    });
    expect(await asks(scene, id, terms)).toEqual([0n, 0n]);
    const { state } = unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } }));
    const [part, rest] = state.payments;
    expect(isRest(terms, rest!, [part!])).toBe(true);
    // Once all is paid, the same amount again is nobody's.
    await pay(dai, asked[1]!);
    expect((await until(scene, (_, all) => all.some(isUnmatched))).find(isUnmatched)).toMatchObject({
      reason: 'no-rule',
    });
  });

  test('of three parts each rest is another; an amount that was asked for before is nobody’s, and suggests', async () => {
    const { scene, id, tag, terms, pay } = await begin();
    await pay(dai, 30n * 10n ** 18n + 1n, tag);
    await until(scene, (all) => all.length === 1);
    const [first] = await asks(scene, id, terms);
    expect(first).toBe(70_004_217n);
    await pay(usdc, 40_000_000n, tag);
    await until(scene, (all) => new Set(all.map((payment) => payment.key)).size === 2);
    const [second] = await asks(scene, id, terms);
    expect(second).toBe(30_004_217n);
    await pay(usdc, first!);
    await pay(usdc, 30_000_000n);
    await pay(usdc, second!);
    const events = await until(scene, (all) => all.some((payment) => payment.units === String(second)));
    expect(events.at(-1)).toMatchObject({ type: 'payment', linkId: id });
    expect(unmatchedOf(events)).toEqual({ [String(first)]: [], 30000000: [id] });
  });

  test('after a reorganisation took the part, the full amount settles it and the rest is nobody’s', async () => {
    const { scene, id, tag, terms, pay } = await begin();
    await pay(usdc, 40_000_000n, tag);
    await until(scene, (all) => all.length === 1);
    expect(await asks(scene, id, terms)).toEqual([60_004_217n, 60_004_217n * micro]);
    await scene.world.reorganise(1);
    await scene.world.mine(1);
    await until(scene, (all) => all.some((payment) => payment.state === 'reversed'));
    expect(await asks(scene, id, terms)).toEqual([100_004_217n, 100_004_217n * micro]);
    await pay(usdc, 60_004_217n);
    await pay(dai, 100_004_217n * micro);
    const events = await until(scene, (all) => all.some((payment) => payment.token === dai));
    expect(unmatchedOf(events)).toEqual({ 60004217: [] });
    expect(payments(events).at(-1)).toMatchObject({ rule: 'tagged-amount', units: String(100_004_217n * micro) });
  });

  test('a part and its rest in one block are both credited', async () => {
    const { scene, tag, terms } = await begin();
    const { rpcUrl } = scene.world.chain;
    await scene.world.client.setAutomine(false);
    const common = { rpcUrl, to: scene.to, doNotWait: true } as const;
    await payInvoice({ ...common, token: usdc, amount: 40_000_000n, tag: `0x51544731${tag}` });
    await payInvoice({ ...common, token: dai, amount: 60_004_217n * micro });
    await scene.world.mine(1);
    const events = await until(scene, (all) => all.length >= 2);
    const [part, rest] = payments(events);
    expect(part?.blockHash).toBe(rest?.blockHash);
    expect([part?.rule, rest?.rule]).toEqual(['tag', 'tagged-amount']);
    expect(isRest(terms, rest!, [part!])).toBe(true);
  });

  test('of a link that is settled in part otherwise is paid by hand; without the share it asks for the whole again', async () => {
    const { scene, id, terms, pay } = await begin();
    const tell = async (settled?: { part: string; whole: string }) =>
      unwrap(
        await scene.device.client.call('patchLink', {
          params: { id },
          body: { status: 'open', ...(settled ? { settled } : {}) },
        }),
      );
    await tell({ part: '1', whole: '5' });
    expect(await asks(scene, id, terms)).toEqual([80_004_217n, 80_004_217n * micro]);
    await tell();
    expect(await asks(scene, id, terms)).toEqual([100_004_217n, 100_004_217n * micro]);
    await tell({ part: '1', whole: '5' });
    await pay(dai, 80_004_217n * micro);
    const events = await until(scene, (all) => all.length === 1);
    expect(payments(events)[0]).toMatchObject({ rule: 'tagged-amount' });
    expect(await asks(scene, id, terms)).toEqual([0n, 0n]);
    // A refund of a quarter: less is settled otherwise than nothing, and the page asks for it again.
    await tell({ part: '-1', whole: '20' });
    expect((await asks(scene, id, terms))[0]).toBe(25_004_217n);
    expect(
      await scene.device.client.call('patchLink', {
        params: { id },
        body: { status: 'open', settled: { part: '2', whole: '1' } },
      }),
    ).toMatchObject({ ok: false });
  });

  test('after the tail itself was paid and a part sent back is no round sum that another invoice asks for', async () => {
    const { scene, id, terms, pay } = await begin();
    const twin = await publishAll(scene, [{ exact: '20000000', tagged: '20000777' }]);
    await pay(usdc, 100_004_217n);
    await until(scene, (all) => all.length === 1);
    const body = { status: 'open', settled: { part: '-1', whole: '5' } } as const;
    unwrap(await scene.device.client.call('patchLink', { params: { id }, body }));
    const [asked] = await asks(scene, id, terms);
    expect(asked).toBe(20_004_217n);
    await pay(usdc, 20_000_000n);
    await pay(usdc, asked!);
    const events = await until(scene, (all) => all.some(({ units }) => units === String(asked)));
    expect(unmatchedOf(events)).toEqual({ 20000000: [twin] });
    expect(await asks(scene, id, terms)).toEqual([0n, 0n]);
  });

  test('a rest that is another invoice’s whole is nobody’s, and names both', async () => {
    const { scene, id, tag, pay } = await begin();
    const twin = await publishAll(scene, [{ exact: '60000000', tagged: '60004217' }]);
    await pay(usdc, 40_000_000n, tag);
    await until(scene, (all) => all.length === 1);
    await pay(usdc, 60_004_217n);
    const event = (await until(scene, (_, all) => all.some(isUnmatched))).find(isUnmatched);
    expect(event).toMatchObject({ reason: 'ambiguous' });
    expect(new Set(event?.candidates)).toEqual(new Set([id, twin]));
  });
});

function watchOf({ token, address, exact, tagged }: PaymentTerms['options'][number]) {
  return { token, address, exact, tagged };
}

/** What the page asks for by hand with each option, from the state that the relay tells it. */
async function asks(scene: Scene, id: string, terms: PaymentTerms): Promise<bigint[]> {
  const { state } = unwrap(await publicClient(scene.relay.origin).call('getLink', { params: { id } }));
  const counted = state.payments.filter(({ state: now }) => now === 'confirmed' || now === 'final');
  const underWay = state.payments.filter(({ state: now }) => now === 'seen' || now === 'confirming');
  const settled = { part: BigInt(state.settled?.part ?? 0), whole: BigInt(state.settled?.whole ?? 1) };
  return terms.options.map((option) => amountToSend(option, terms, { counted, underWay, settled }).byHand);
}

/** Units of each unmatched transfer, and the links it might belong to. */
function unmatchedOf(events: readonly Event[]): Record<string, readonly string[]> {
  return Object.fromEntries(events.filter(isUnmatched).map((event) => [event.transfer.units, event.candidates]));
}

type Event = Awaited<ReturnType<typeof until>>[number];

function isUnmatched(event: Event): event is Extract<Event, { type: 'unmatched' }> {
  return event.type === 'unmatched';
}
