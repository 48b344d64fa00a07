import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { RelayEvent } from '../../../../../shared/relay-api/events.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { startRemedyWorld, type RemedyWorld } from './remedy-world.ts';

describe.skipIf(findAnvil() === undefined)('a relay that hides payments', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld({ lookout: { every: 200, grace: 2_000 } });
  });
  afterAll(() => world?.stop());

  const isOfChain = (event: RelayEvent): boolean => event.type !== 'mail';
  const hide = () => world.relay.tell((events) => events.filter((event) => !isOfChain(event)));
  const tellAll = () => world.relay.tell((events) => events);

  test('is found out: the device sees the payment, says so, checks it, and it counts', async () => {
    tellAll();
    const honest = await world.publish('11.00');
    await world.pay(BigInt(honest.option.tagged));
    await world.mine(2);
    await world.show(honest.id, ({ state }) => state === 'paid');
    const invoice = await world.publish('450.00');
    hide();
    await world.pay(BigInt(invoice.option.tagged));
    await world.mine(2);
    const paid = await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(paid.payments).toMatchObject([
      { unreported: true, payment: { rule: 'tagged-amount' }, verification: { status: 'verified' } },
    ]);
    expect(paid.timeline.find(({ kind }) => kind === 'payment-unreported')?.detail).toMatch(
      /^Your own endpoint found 450\.\d+ USDC on Practice chain, block \d+\. The relay has not told of it\.$/,
    );
    // The relay's page goes on asking, so it is told that nothing more is due.
    await world.show(invoice.id, ({ jobs }) => jobs.some(({ kind, status }) => kind === 'settle' && status === 'done'));
    const told = await world.show(honest.id, ({ state }) => state === 'paid');
    expect(told.timeline.map(({ kind }) => kind)).not.toContain('payment-unreported');
    expect(told.payments).toMatchObject([{ unreported: false }]);

    // What it tells later stands in place of what was found: the same payment, once.
    tellAll();
    await world.mine(70);
    const later = await world.show(invoice.id, ({ payments }) => payments.some(({ unreported }) => !unreported));
    expect(later.payments).toHaveLength(1);
    expect(later).toMatchObject({ state: 'paid', settlement: { received: '45000' } });
  });

  test('is found out in the inbox too, and what is there can be assigned', async () => {
    const invoice = await world.publish('520.00');
    hide();
    const tx = await world.pay(519_000_000n);
    await world.mine(2);
    const found = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    expect(found.explanation).toMatch(/The relay has not told of it: your own endpoint found it\.$/);
    expect(found.suggestions[0]?.invoiceId).toBe(invoice.id);
    const parts = [{ invoiceId: invoice.id, units: found.units, value: null }];
    unwrap(await world.app.call('transfer.assign', { key: found.key, parts }));
    const partial = await world.show(invoice.id, ({ state }) => state === 'partial');
    expect(partial.settlement).toMatchObject({ received: '51900' });
  });

  test('what is not there is not found: a hidden payment that the chain takes back counts for nothing', async () => {
    const invoice = await world.publish('610.00');
    hide();
    const tx = await world.pay(BigInt(invoice.option.tagged));
    await world.mine(2);
    await world.show(invoice.id, ({ state }) => state === 'paid');
    // Of this one the relay never says a word; news of others have the device look again.
    world.relay.tell((events) => events.filter((event) => !JSON.stringify(event).includes(tx)));
    await world.chain.request({ method: 'anvil_reorg', params: [4, []] } as never);
    await world.pay(1_000n);
    await world.mine(6);
    const back = await world.show(
      invoice.id,
      ({ payments, state }) => state === 'open' && payments[0]?.verification.status === 'mismatch',
    );
    expect(back.settlement).toMatchObject({ received: '0' });
  });
});
