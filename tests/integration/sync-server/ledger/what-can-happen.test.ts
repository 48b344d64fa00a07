import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAlikeTokenAddress } from '../../../../practice/chain/practice-tokens.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { PracticeToken } from '../../../../practice/contracts/artifacts.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import {
  beginCase,
  dai,
  eurc,
  moveIntoNextBlock,
  openSharedWorld,
  usdc,
  usdt,
  type Seen,
  type SharedWorld,
} from './shared-world.ts';

/** What each relay has credited and left over, in short. */
function said({ payments, unmatched }: Seen): string[] {
  return [
    ...payments.map(({ payment }) => `${payment.units} ${payment.rule}${payment.late ? ' late' : ''}`),
    ...unmatched.map(({ transfer, reason, candidates }) => `${transfer.units} ${reason} ${candidates.length}`),
  ];
}

/** Fits once so many transfers were told. */
const told = (count: number) => (seen: Seen) => seen.payments.length + seen.unmatched.length >= count;

describe.runIf(hasAnvil)('what can happen to a payment, on both databases', () => {
  let world: SharedWorld;
  beforeAll(async () => {
    world = await openSharedWorld();
  });
  afterAll(() => world?.stop());

  describe('the amount without its tail', () => {
    test('is assumed to be the one open invoice’s; the next one is nobody’s and names it', async () => {
      const shop = await beginCase(world);
      const link = await shop.publish();
      await shop.pay(1_000_000n);
      await shop.until(told(1));
      await shop.pay(1_000_000n);
      for (const seen of await shop.until(told(2))) {
        expect(said(seen)).toEqual(['1000000 assumed', '1000000 no-rule 1']);
        expect(seen.payments[0]?.linkId).toBe(link.id);
        expect(seen.unmatched[0]?.candidates).toEqual([link.id]);
      }
    });

    test('of two open invoices is ambiguous, until one of them is paid', async () => {
      const shop = await beginCase(world);
      const [first, second] = [await shop.publish(), await shop.publish({ tagged: 1_000_456n })];
      await shop.pay(1_000_000n);
      for (const seen of await shop.until(told(1))) {
        expect(said(seen)).toEqual(['1000000 ambiguous 2']);
        expect(new Set(seen.unmatched[0]?.candidates)).toEqual(new Set([first.id, second.id]));
      }
      await shop.pay(1_000_123n);
      await shop.until(told(2));
      await shop.pay(1_000_000n);
      for (const seen of await shop.until(told(3)))
        expect(seen.payments.map(({ linkId, payment }) => [linkId, payment.rule])).toEqual([
          [first.id, 'tagged-amount'],
          [second.id, 'assumed'],
        ]);
    });

    test('stays ambiguous when the past is looked through again, once one of the two was paid', async () => {
      const shop = await beginCase(world);
      await shop.publish();
      const second = await shop.publish({ tagged: 1_000_456n });
      await shop.pay(1_000_000n);
      await shop.until(told(1));
      await shop.pay(1_000_456n);
      await shop.until(told(2));
      // Its scan comes past the first transfer, and ends before what follows.
      await shop.publish({ exact: 5_000_000n });
      await shop.pay(5_000_123n);
      for (const seen of await shop.until(told(3))) {
        expect(said(seen)).toEqual(['1000456 tagged-amount', '5000123 tagged-amount', '1000000 ambiguous 2']);
        expect(seen.payments[0]?.linkId).toBe(second.id);
      }
    });

    test('is not assumed where the owner does not allow it, nor for an invoice that is void or settled', async () => {
      const shop = await beginCase(world);
      await shop.publish({ assume: false });
      await shop.pay(1_000_000n);
      await shop.until(told(1));
      const other = await shop.publish({ exact: 2_000_000n });
      const patch = (status: 'void' | 'settled' | 'open') =>
        shop.each((client) => client.call('patchLink', { params: { id: other.id }, body: { status } }));
      for (const status of ['void', 'settled'] as const) {
        await patch(status);
        await shop.pay(2_000_000n);
        await shop.until(told(status === 'void' ? 2 : 3));
      }
      await patch('open');
      await shop.pay(2_000_000n);
      for (const seen of await shop.until(told(4)))
        expect(said(seen)).toEqual(['2000000 assumed', '1000000 no-rule 1', '2000000 no-rule 1', '2000000 no-rule 1']);
    });

    test('is of the rest, once a part is paid', async () => {
      const shop = await beginCase(world);
      const link = await shop.publish({ tokens: [usdc, dai] });
      await shop.pay(400_000n, { tag: link.tag });
      await shop.until(told(1));
      await shop.pay(1_000_000n);
      await shop.until(told(2));
      await shop.pay(600_000n * 10n ** 12n, { token: dai });
      for (const seen of await shop.until(told(3)))
        expect(said(seen)).toEqual(['400000 tag', '600000000000000000 assumed', '1000000 no-rule 1']);
    });
  });

  test('short by an exchange’s fee: a part where it has a mark, else the inbox; over is credited as it came', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish();
    await shop.pay(995_123n);
    await shop.until(told(1));
    await shop.pay(990_000n, { tag: link.tag });
    await shop.pay(25_000n, { tag: link.tag });
    for (const seen of await shop.until(told(3)))
      expect(said(seen)).toEqual(['990000 tag', '25000 tag', '995123 no-rule 0']);
  });

  test('the same transfer in a new block is the same payment, whatever was published since', async () => {
    const shop = await beginCase(world);
    const first = await shop.publish();
    await world.mine(1);
    const txHash = await shop.pay(1_000_000n);
    await shop.until(told(1));
    await moveIntoNextBlock(world, txHash);
    // Its scan mostly finds the new block before the watcher tells that the old one is gone.
    await shop.publish({ tagged: 1_000_456n });
    const isMoved = ({ payments }: Seen) =>
      payments.length === 2 && payments.some(({ payment }) => payment.state === 'reversed');
    for (const { payments, events } of await shop.until(isMoved)) {
      expect(payments.map(({ linkId, payment }) => [linkId, payment.rule])).toEqual([
        [first.id, 'assumed'],
        [first.id, 'assumed'],
      ]);
      expect(new Set(payments.map(({ payment }) => payment.txHash))).toEqual(new Set([txHash]));
      const reversed = events.filter((event) => event.type === 'payment' && event.payment.state === 'reversed');
      expect(reversed).toHaveLength(1);
    }
  });

  test('a larger payment waits for more: blocks, then the chain’s own safe and finalized', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish({ exact: 300_000_000_000n, confirmations: 4 });
    const sums = [1_000_000n, 20_000_000_000n, 200_000_000_000n];
    for (const sum of sums) await shop.pay(sum, { tag: link.tag });
    for (const { payments } of await shop.until(told(3)))
      expect(payments.map(({ payment }) => [payment.requiredConfirmations, payment.awaits])).toEqual([
        [4, undefined],
        [5, 'safe'],
        [9, 'finalized'],
      ]);
    await world.mine(5);
    const counting = (states: LinkState) => states.payments.map(({ state }) => state).join();
    await shop.untilPage(link, (state) => counting(state) === 'confirmed,confirmed,confirming');
    await world.mine(6);
    await shop.untilPage(link, (state) => state.payments[2]?.state === 'final');
  });

  test('twice, with its mark: the second is credited as well', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish();
    await shop.pay(1_000_123n);
    await shop.pay(1_000_123n);
    await shop.pay(1_000_000n, { tag: link.tag });
    for (const seen of await shop.until(told(3))) {
      expect(said(seen)).toEqual(['1000123 tagged-amount', '1000123 tagged-amount', '1000000 tag']);
      expect(new Set(seen.payments.map(({ linkId }) => linkId))).toEqual(new Set([link.id]));
    }
  });

  test('late is credited and said; very late goes to the inbox, never to the next customer’s invoice', async () => {
    const shop = await beginCase(world);
    await shop.publish({ expiresAt: '2001-01-01T00:00:00Z' });
    await shop.pay(1_000_123n);
    await shop.until(told(1));
    const past = { expiresAt: '2001-01-01T00:00:00Z', monitorUntil: '2001-02-01T00:00:00Z' };
    const ended = await shop.publish({ exact: 2_000_000n, ...past });
    await shop.pay(2_000_123n);
    await shop.until(told(2));
    const next = await shop.publish({ exact: 2_000_000n, tagged: 2_000_999n });
    await shop.pay(2_000_000n);
    for (const seen of await shop.until(told(3))) {
      expect(said(seen)).toEqual(['1000123 tagged-amount late', '2000123 monitoring-ended 1', '2000000 ambiguous 2']);
      expect(new Set(seen.unmatched[1]?.candidates)).toEqual(new Set([ended.id, next.id]));
    }
  });

  test('an own transfer is internal, unless it carries an invoice’s mark', async () => {
    const owner = world.chain.accounts.others[3]!;
    const shop = await beginCase(world);
    const link = await shop.publish();
    const wallet = owner.address.toLowerCase() as `0x${string}`;
    await shop.publish({ address: wallet, exact: 7_000_000n });
    await shop.pay(50_000_000n, { to: wallet });
    await shop.until(told(1));
    await shop.pay(1_000_000n, { from: owner });
    await shop.pay(1_000_123n, { from: owner });
    await shop.pay(9_000_000n, { from: owner, tag: link.tag });
    for (const seen of await shop.until(told(4)))
      expect(said(seen)).toEqual(['1000123 tagged-amount', '9000000 tag', '50000000 no-rule 0', '1000000 internal 0']);
  });

  test('nothing, a look-alike’s log and money that goes in a circle are nobody’s business', async () => {
    const owner = world.chain.accounts.others[4]!;
    const shop = await beginCase(world, owner.address.toLowerCase() as `0x${string}`);
    await shop.publish();
    await shop.pay(0n);
    await shop.pay(1_000_123n, { token: lookAlikeTokenAddress });
    await shop.pay(2_000_000n, { to: owner.address });
    await shop.until(told(1));
    await shop.pay(1_000_123n, { from: owner, to: owner.address });
    await shop.pay(1_000_123n);
    for (const seen of await shop.until(told(2)))
      expect(said(seen)).toEqual(['1000123 tagged-amount', '2000000 no-rule 0']);
  });

  test('another token that its invoice does not take is told with the invoice that it was meant for', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish();
    const alone = await shop.publish({ address: world.chain.accounts.others[5]!.address, ownAddress: true });
    await shop.pay(1_000_123n * 10n ** 12n, { token: dai });
    await shop.pay(1_000_123n, { token: eurc });
    await shop.pay(5n, { token: usdt, tag: link.tag });
    await shop.pay(5n, { token: usdt, to: world.chain.accounts.others[5]!.address });
    for (const seen of await shop.until(told(4)))
      expect(seen.unmatched.map(({ reason, candidates }) => [reason, ...candidates].join(' ')).toSorted()).toEqual([
        'wrong-token',
        ...[link, link, alone].map(({ id }) => `wrong-token ${id}`).toSorted(),
      ]);
  });

  test('a transfer that returns nothing, and one that fails', async () => {
    const shop = await beginCase(world);
    await shop.publish({ tokens: [usdt] });
    const poor = world.chain.accounts.others[6]!;
    const failing = payInvoice({
      rpcUrl: world.chain.rpcUrl,
      token: usdt,
      to: shop.to,
      amount: 1_000_123n,
      from: poor,
    });
    await expect(failing).rejects.toThrow();
    await shop.pay(1_000_123n, { token: usdt });
    for (const seen of await shop.until(told(1))) expect(said(seen)).toEqual(['1000123 tagged-amount']);
    expect(
      await world.client.readContract({
        address: usdt,
        abi: PracticeToken.abi,
        functionName: 'balanceOf',
        args: [shop.to],
      }),
    ).toBe(1_000_123n);
  });
});
