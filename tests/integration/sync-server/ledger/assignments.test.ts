import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { newLinkId, signIn } from '../../../helpers/relay-device.ts';
import { hasAnvil } from '../chain/practice-world.ts';
import {
  beginCase,
  moveIntoNextBlock,
  openSharedWorld,
  usdc,
  usdt,
  type Case,
  type Seen,
  type SharedWorld,
} from './shared-world.ts';

type Parts = { linkId: string; units: string }[] | null;

/** Says on both relays whose payment the transfer with this hash is; gives what each answered. */
async function assign(shop: Case, seen: Seen[], txHash: string, parts: Parts) {
  const keys = seen.map(({ events }) => keyIn(events, txHash));
  let at = 0;
  return shop.each((client) => client.call('putAssignment', { body: { key: keys[at++] ?? '', parts } }));
}

function keyIn(events: Seen['events'], txHash: string): string {
  const transfers = events.flatMap((event) => {
    if (event.type === 'payment') return [event.payment];
    return event.type === 'unmatched' ? [event.transfer] : [];
  });
  return transfers.findLast((transfer) => transfer.txHash === txHash)?.key ?? '';
}

const parts = (state: LinkState) => state.payments.map(({ units, rule, state: now }) => `${units} ${rule} ${now}`);
const counts = (count: number) => (seen: Seen) => seen.payments.length + seen.unmatched.length >= count;

describe.runIf(hasAnvil)('the owner’s word on a transfer, on both databases', () => {
  let world: SharedWorld;
  beforeAll(async () => {
    world = await openSharedWorld();
  });
  afterAll(() => world?.stop());

  test('splits it over several invoices, whose pages and rests follow', async () => {
    const shop = await beginCase(world);
    const first = await shop.publish({ tokens: [usdc, usdt] });
    const second = await shop.publish({ exact: 3_000_000n });
    const txHash = await shop.pay(2_500_000n);
    const seen = await shop.until(counts(1));
    const split = [
      { linkId: first.id, units: '300000' },
      { linkId: second.id, units: '1700000' },
      { linkId: first.id, units: '100000' },
      { linkId: second.id, units: '0' },
    ];
    for (const answer of await assign(shop, seen, txHash, split)) expect(answer).toMatchObject({ ok: true });
    const pages = [await shop.untilPage(first, hasPayments(1)), await shop.untilPage(second, hasPayments(1))];
    expect(pages.map(([state]) => state!.payments[0]?.units)).toEqual(['400000', '1700000']);
    expect(pages.map(([state]) => state!.payments[0]?.rule)).toEqual(['manual', 'manual']);
    const keys = pages.map(([state]) => state!.payments[0]?.key);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(/#1$/);
    // The rest is now another amount, in each token, and pays the invoice by itself.
    await shop.pay(600_000n, { token: usdt });
    for (const { payments } of await shop.until(counts(2)))
      expect(payments).toMatchObject([{ linkId: first.id, payment: { rule: 'assumed', units: '600000' } }]);
    await world.mine(3);
    const done = await shop.untilPage(first, (state) =>
      state.payments.every((payment) => payment.state === 'confirmed'),
    );
    expect(done.map(parts)).toEqual(world.relays.map(() => ['400000 manual confirmed', '600000 assumed confirmed']));
  });

  test('overrides a credit by rule, credits nothing, and is taken back', async () => {
    const shop = await beginCase(world);
    const [meant, other] = [await shop.publish(), await shop.publish({ exact: 9_000_000n })];
    const txHash = await shop.pay(1_000_000n);
    const seen = await shop.until(({ payments }) => payments[0]?.payment.rule === 'assumed');
    await assign(shop, seen, txHash, [{ linkId: other.id, units: '1000000' }]);
    for (const state of await shop.untilPage(meant, hasPayments(0))) expect(state.payments).toEqual([]);
    for (const state of await shop.untilPage(other, hasPayments(1))) expect(parts(state)[0]).toMatch(/1000000 manual/);
    // The first asks for its whole again, and the next exact amount is its.
    await assign(shop, seen, txHash, []);
    await shop.untilPage(other, hasPayments(0));
    await shop.pay(1_000_000n);
    for (const { payments } of await shop.until(counts(2)))
      expect(payments.map(({ linkId, payment }) => [linkId, payment.rule])).toEqual([
        [meant.id, 'assumed'],
        [meant.id, 'assumed'],
      ]);
    for (const state of await shop.untilPage(meant, hasPayments(1))) expect(state.payments).toHaveLength(1);
    await assign(shop, seen, txHash, null);
    for (const state of await shop.untilPage(meant, hasPayments(2)))
      expect(state.payments.map(({ rule }) => rule)).toEqual(['assumed', 'assumed']);
  });

  test('follows the transfer into another block, and events go on by rule', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish({ exact: 5_000_000n });
    await world.mine(1);
    const txHash = await shop.pay(4_000_000n);
    const seen = await shop.until(counts(1));
    await assign(shop, seen, txHash, [{ linkId: link.id, units: '4000000' }]);
    await shop.untilPage(link, hasPayments(1));
    await moveIntoNextBlock(world, txHash);
    await world.mine(3);
    for (const { unmatched, payments } of await shop.until((now) =>
      now.unmatched.some(({ transfer }) => transfer.state === 'confirmed'),
    )) {
      expect(payments).toEqual([]);
      expect(unmatched.map(({ transfer }) => transfer.state).toSorted()).toEqual(['confirmed', 'reversed']);
      expect(new Set(unmatched.map(({ transfer }) => transfer.txHash))).toEqual(new Set([txHash]));
    }
    for (const state of await shop.untilPage(link, ({ payments }) =>
      payments.some((one) => one.state === 'confirmed'),
    )) {
      expect(parts(state).toSorted()).toEqual(['4000000 manual confirmed', '4000000 manual reversed']);
      expect(new Set(state.payments.map(({ key }) => key)).size).toBe(2);
    }
    await shop.pay(1_000_000n);
    for (const { payments } of await shop.until(({ payments: now }) => now.length > 0))
      expect(payments).toMatchObject([{ linkId: link.id, payment: { rule: 'assumed' } }]);
  });

  test('is refused for what is not the owner’s, and for more than there is; the same again costs nothing', async () => {
    const shop = await beginCase(world);
    const link = await shop.publish({ exact: 5_000_000n });
    const txHash = await shop.pay(4_000_000n);
    const seen = await shop.until(counts(1));
    const refused = async (someParts: Parts, code: string) => {
      for (const answer of await assign(shop, seen, txHash, someParts))
        expect(answer).toMatchObject({ ok: false, problem: { code } });
    };
    await refused([{ linkId: newLinkId(), units: '1' }], 'assignment.unknown-link');
    const twice = { linkId: link.id, units: '2000001' };
    await refused([twice, twice], 'assignment.exceeds-transfer');
    const stranger = await beginCase(world, shop.to);
    for (const answer of await assign(stranger, seen, txHash, []))
      expect(answer).toMatchObject({ ok: false, problem: { code: 'assignment.unknown-transfer' } });
    const word = [{ linkId: link.id, units: '4000000' }];
    for (let time = 0; time < 3; time += 1)
      for (const answer of await assign(shop, seen, txHash, word)) expect(answer).toMatchObject({ ok: true });
    for (const state of await shop.untilPage(link, hasPayments(1))) expect(state.payments).toHaveLength(1);
    const [{ relay }] = world.relays as [(typeof world.relays)[number]];
    const answer = await (await signIn(relay.origin)).client.call('putAssignment', { body: { key: 'x', parts: [] } });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'assignment.unknown-transfer' } });
  });
});

test.runIf(hasAnvil)('changes of the owner’s word have a daily limit, and the same word again none', async () => {
  const world = await openSharedWorld({ settings: { LIMIT_ASSIGNMENTS_PER_DAY: '2' } });
  try {
    const shop = await beginCase(world);
    const link = await shop.publish({ exact: 5_000_000n });
    const txHash = await shop.pay(4_000_000n);
    const seen = await shop.until(counts(1));
    const word = (units: number) => assign(shop, seen, txHash, [{ linkId: link.id, units: String(units) }]);
    for (const units of [1, 1, 2, 2, 2]) for (const answer of await word(units)) expect(answer.ok).toBe(true);
    for (const answer of await word(3)) expect(answer).toMatchObject({ ok: false, problem: { code: 'limit.quota' } });
  } finally {
    await world.stop();
  }
});

function hasPayments(count: number) {
  return ({ payments }: LinkState) => payments.length === count;
}
