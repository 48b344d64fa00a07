import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { startRemedyWorld, type RemedyWorld } from './remedy-world.ts';

const verdicts = ({ payments }: InvoiceView) => payments.map(({ verification }) => verification.status);

describe.skipIf(findAnvil() === undefined)('an endpoint of the owner’s that is set after payments came', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld();
  });
  afterAll(() => world?.stop());

  const endpoints = (rpcEndpoints: Record<string, string[]>) => world.app.call('settings.update', { rpcEndpoints });

  test('is asked about all of them: the final ones, and those that the owner assigned', async () => {
    unwrap(await endpoints({}));
    const credited = await world.publish('51.00');
    const assigned = await world.publish('52.00');
    await world.pay(BigInt(credited.option.tagged));
    const tx = await world.pay(40_000_000n);
    await world.mine(12);
    const told = await world.show(
      credited.id,
      ({ state, payments }) => state === 'paid' && payments[0]?.payment.state === 'final',
    );
    expect(verdicts(told)).toEqual(['unchecked']);
    const { key, units } = await world.inbox('open', tx, ({ state }) => state === 'final');
    const parts = [{ invoiceId: assigned.id, units, value: null }];
    unwrap(await world.app.call('transfer.assign', { key, parts }));
    await world.show(assigned.id, ({ state }) => state === 'partial');

    unwrap(await endpoints({ '31337': [world.addresses.rpcUrl] }));
    const checked = await world.show(credited.id, (view) => verdicts(view).includes('verified'));
    expect(checked.state).toBe('paid');
    const part = await world.show(assigned.id, (view) => verdicts(view).includes('verified'));
    expect(part.state).toBe('partial');
  });
});
