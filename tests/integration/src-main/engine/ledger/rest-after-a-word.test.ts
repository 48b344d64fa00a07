import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { restToPay, toShareOption } from '../../../../../shared/payment/rest.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { waitFor } from '../engine-fixture.ts';
import { startRemedyWorld, type Published, type RemedyWorld } from './remedy-world.ts';

/** What a page asks for by hand after a part: the exact rest with the invoice's tail. */
function restByHand({ option }: Published, unpaid: bigint): bigint {
  const asked = toShareOption(option);
  const rest = restToPay(asked, { part: unpaid, whole: asked.exact });
  if (!rest) throw new Error('Nothing is left to pay');
  return rest.tagged;
}

describe.skipIf(findAnvil() === undefined)('the exact rest, after the owner has spoken', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld();
  });
  afterAll(() => world?.stop());

  async function assign(key: string, parts: readonly { readonly invoiceId: string; readonly units: string }[]) {
    unwrap(await world.app.call('transfer.assign', { key, parts: parts.map((part) => ({ ...part, value: null })) }));
    await waitFor(world.app, 'jobs', {}, (jobs) =>
      jobs.filter(({ kind }) => kind === 'assign').every(({ status }) => status === 'done'),
    );
  }

  /** Pays the rest by hand and waits until it counts, or the own endpoint denies it. */
  async function payRest(invoice: Published, units: bigint): Promise<InvoiceView> {
    const tx = await world.pay(units);
    await world.mine(2);
    return world.show(invoice.id, ({ payments, state }) => {
      const rest = payments.find(({ payment }) => payment.txHash === tx);
      return rest?.verification.status === 'mismatch' || (rest !== undefined && state === 'paid');
    });
  }

  test('counts after an assigned part', async () => {
    const invoice = await world.publish('200.00');
    // An exchange kept its fee.
    const tx = await world.pay(197_500_000n);
    await world.mine(2);
    const { key, units } = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    await assign(key, [{ invoiceId: invoice.id, units }]);
    const paid = await payRest(invoice, restByHand(invoice, 2_500_000n));
    expect(paid.state).toBe('paid');
    expect(paid.payments.map(({ payment, verification }) => [payment.rule, verification.status])).toEqual(
      expect.arrayContaining([
        ['tagged-amount', 'verified'],
        ['manual', 'verified'],
      ]),
    );
  });

  test('counts after a credited payment was split over two invoices', async () => {
    const [first, second] = [await world.publish('210.00'), await world.publish('320.00')];
    const whole = BigInt(first.option.tagged);
    const tx = await world.pay(whole);
    await world.mine(2);
    const { payments } = await world.show(first.id, ({ state }) => state === 'paid');
    const key = payments.find(({ payment }) => payment.txHash === tx)?.payment.key ?? '';
    await assign(key, [
      { invoiceId: first.id, units: '30000000' },
      { invoiceId: second.id, units: '30000000' },
    ]);
    expect(await payRest(first, restByHand(first, 180_000_000n))).toMatchObject({ state: 'paid' });
    expect(await payRest(second, restByHand(second, 290_000_000n))).toMatchObject({ state: 'paid' });
  });

  test('counts after an assumed payment was taken off', async () => {
    const invoice = await world.publish('410.00');
    await world.pay(410_000_000n);
    await world.mine(2);
    const assumed = await world.show(invoice.id, ({ state }) => state === 'paid');
    await assign(assumed.payments[0]?.payment.key ?? '', []);
    const own = await world.pay(100_000_000n, 1);
    await world.mine(2);
    const part = await world.inbox('open', own, ({ verification }) => verification.status === 'verified');
    await assign(part.key, [{ invoiceId: invoice.id, units: part.units }]);
    expect(await payRest(invoice, restByHand(invoice, 310_000_000n))).toMatchObject({ state: 'paid' });
  });
});
