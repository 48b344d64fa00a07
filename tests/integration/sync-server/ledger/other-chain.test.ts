import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import { openOtherChain, type OtherChain } from './other-chain.ts';
import { beginCase, dai, openSharedWorld, randomAddress, usdc, type Seen, type SharedWorld } from './shared-world.ts';

/** Polygon, its own USDC, and the USDC that came over its bridge. */
const polygon = 137;
const native = '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359';
const bridged = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';
const nativeUsdc = { chainId: polygon, token: native } as const;

const told = (count: number) => (seen: Seen) => seen.payments.length + seen.unmatched.length >= count;
/** By units: why each unmatched transfer is, and the links that it may have been meant for. */
const reasons = ({ unmatched }: Seen) =>
  Object.fromEntries(unmatched.map(({ reason, candidates, transfer }) => [transfer.units, [reason, ...candidates]]));

describe.runIf(hasAnvil)('with a second chain of the registry, on both databases', () => {
  let other: OtherChain;
  let world: SharedWorld;
  beforeAll(async () => {
    other = await openOtherChain(polygon, [native, bridged]);
    world = await openSharedWorld({ settings: { [`RPC_${polygon}`]: other.rpcUrl, PRACTICE: '0' } });
  });
  afterAll(async () => {
    await world?.stop();
    await other?.stop();
  });

  test('money on a chain that the invoice does not name is noticed, and named with the invoice that it was meant for', async () => {
    const shop = await beginCase(world);
    const [own, mine] = [randomAddress(), randomAddress()];
    const link = await shop.publish();
    const alone = await shop.publish({ address: own, ownAddress: true, exact: 9_000_000n });
    await other.pay(native, shop.to, 1_000_123n);
    await other.pay(native, own, 777n);
    await other.pay(native, shop.to, 55n, link.tag);
    await other.pay(native, shop.to, 4_321n);
    await other.pay(native, mine, 1_000_123n);
    for (const seen of await shop.until(told(4))) {
      expect(seen.payments).toEqual([]);
      expect(reasons(seen)).toEqual({
        1000123: ['wrong-chain', link.id],
        777: ['wrong-chain', alone.id],
        55: ['wrong-chain', link.id],
        4321: ['wrong-chain'],
      });
    }
  });

  test('the owner’s word credits it, confirmed by its own chain', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish();
    await other.pay(native, shop.to, 1_000_000n);
    const seen = await shop.until(told(1));
    const keys = seen.map(({ unmatched }) => unmatched[0]?.transfer.key ?? '');
    const parts = [{ linkId: link.id, units: '1000000' }];
    for (const answer of await shop.each((client) =>
      client.call('putAssignment', { body: { key: keys.shift() ?? '', parts } }),
    ))
      expect(answer).toMatchObject({ ok: true });
    for (let block = 0; block < 4; block += 1) await other.pay(native, randomAddress(), 1n);
    for (const state of await shop.untilPage(link, ({ payments }) => payments[0]?.state === 'confirmed'))
      expect(state.payments).toMatchObject([{ chainId: polygon, rule: 'manual', requiredConfirmations: 5 }]);
  });

  test('bridged USDC in place of the issuer’s own is another token, named with the invoice', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish({ tokens: [nativeUsdc] });
    await other.pay(bridged, shop.to, 1_000_123n);
    await other.pay(bridged, shop.to, 1_000_000n);
    await other.pay(bridged, shop.to, 600_000n, link.tag);
    await other.pay(native, shop.to, 1_000_123n);
    for (const seen of await shop.until(told(4))) {
      expect(seen.payments).toMatchObject([{ linkId: link.id, payment: { token: native, rule: 'tagged-amount' } }]);
      const why = ['wrong-token', link.id];
      expect(reasons(seen)).toEqual({ 1000123: why, 1000000: why, 600000: why });
    }
  });

  test('parts come in several tokens and on several chains, and the exact rest settles it on any', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish({ tokens: [usdc, dai, nativeUsdc] });
    await shop.pay(300_000n, { tag: link.tag });
    await shop.until(told(1));
    await other.pay(native, shop.to, 200_000n, link.tag);
    await shop.until(told(2));
    await shop.pay(100_000n * 10n ** 12n, { token: dai, tag: link.tag });
    await shop.until(told(3));
    await other.pay(native, shop.to, 400_123n);
    for (const seen of await shop.until(told(4))) {
      expect(seen.unmatched).toEqual([]);
      expect(seen.payments.map(({ payment }) => [payment.chainId, payment.units, payment.rule])).toEqual([
        [31337, '300000', 'tag'],
        [polygon, '200000', 'tag'],
        [31337, '100000000000000000', 'tag'],
        [polygon, '400123', 'tagged-amount'],
      ]);
    }
  });

  test('what came before an invoice was issued is told only where it is that invoice’s', async () => {
    const shop = await beginCase(world);
    await shop.pay(2_000_123n);
    await shop.pay(4_321n);
    const { timestamp, number } = await world.client.getBlock();
    // The chain's clock can be a little ahead of ours.
    await expect.poll(() => Date.now() / 1_000).toBeGreaterThan(Number(timestamp) + 1);
    // A block that is read while a link waits at the address tells of everything in it.
    const readThrough = () =>
      shop.each(async (client) => {
        const { chains } = unwrap(await client.call('listChains', {}));
        return chains.find(({ chainId }) => chainId === 31337)?.checkedThrough;
      });
    await expect.poll(readThrough).toEqual(world.relays.map(() => String(number)));
    await shop.publish({ exact: 2_000_000n, issuedAt: new Date().toISOString() });
    await shop.pay(99n);
    for (const seen of await shop.until(told(2))) {
      expect(seen.payments.map(({ payment }) => payment.units)).toEqual(['2000123']);
      expect(seen.unmatched.map(({ transfer }) => transfer.units)).toEqual(['99']);
    }
  });

  test('an amount is not assumed to be one invoice’s where another asked for it then, whatever later blocks of other chains brought', async () => {
    const shop = await beginCase(world);
    const tokens = [usdc, nativeUsdc];
    const [whole, rest] = [await shop.publish({ tokens }), await shop.publish({ exact: 3_000_000n, tokens })];
    const [likeWhole, likeRest] = [
      await shop.publish({ tagged: 1_000_456n, tokens }),
      await shop.publish({ exact: 2_600_000n, tagged: 2_600_456n, tokens }),
    ];
    await shop.pay(400_000n, { tag: rest.tag });
    await shop.until(told(1));
    await other.setNextBlockIn(300);
    await other.pay(native, shop.to, 100_000n, whole.tag);
    await other.pay(native, shop.to, 100_000n, rest.tag);
    await shop.until(told(3));
    await shop.pay(1_000_000n);
    await shop.pay(2_600_000n);
    // Of these there was never more than one.
    await shop.publish({ exact: 7_000_000n, tokens });
    await shop.pay(7_000_000n);
    for (const seen of await shop.until(told(6))) {
      expect(reasons(seen)).toEqual({
        1000000: ['ambiguous', likeWhole.id, whole.id],
        2600000: ['ambiguous', likeRest.id, rest.id],
      });
      expect(seen.payments.map(({ payment }) => payment.rule)).toEqual(['tag', 'tag', 'tag', 'assumed']);
    }
  });
});
