import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { LinkState } from '../../../../../shared/relay-api/links.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { waitFor } from '../engine-fixture.ts';
import { payerAddress, startRemedyWorld, type Published, type RemedyWorld } from './remedy-world.ts';

describe.skipIf(findAnvil() === undefined)('what is settled otherwise reaches the page', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld();
  });
  afterAll(() => world?.stop());

  test('a credit note of a part, undone and restored offline; the rest by hand is verified; a refund asks again', async () => {
    const invoice = await world.publish('100.00');
    const { id, option } = invoice;
    const { adjustmentId } = unwrap(
      await world.app.call('invoice.credit', { id, amount: '20.00', reason: 'One day less' }),
    );
    expect(await share(invoice)).toEqual({ part: '1', whole: '5' });

    unwrap(await world.app.call('adjustment.undo', { id: adjustmentId }));
    expect(await share(invoice)).toBeUndefined();

    world.setOffline(true);
    unwrap(await world.app.call('adjustment.restore', { id: adjustmentId }));
    await world.restart();
    world.setOffline(false);
    expect(await share(invoice)).toEqual({ part: '1', whole: '5' });

    const tail = BigInt(option.tagged) - BigInt(option.exact);
    await world.pay(80_000_000n + tail);
    await world.mine(2);
    const paid = await world.show(id, ({ state }) => state === 'paid');
    expect(paid.payments).toMatchObject([{ payment: { rule: 'tagged-amount' }, verification: { status: 'verified' } }]);

    const txHash = await world.sendBack(payerAddress(0), 30_000_000n);
    await world.mine(2);
    unwrap(await world.app.call('invoice.recordRefund', { id, chainId: 31337, txHash, note: '' }));
    await world.show(id, ({ state }) => state === 'partial');
    expect(await share(invoice)).toEqual({ part: '-1', whole: '10' });
  });

  /** What the relay says is settled otherwise, once nothing is waiting to be told. */
  async function share({ id }: Published): Promise<LinkState['settled']> {
    await waitFor(world.app, 'jobs', {}, (jobs) => jobs.every(({ status }) => status === 'done'));
    const view = await world.show(id, ({ link }) => link !== null);
    const linkId = new URL(view.link ?? '').pathname.split('/').at(-1) ?? '';
    const answer = await fetch(`${world.addresses.relayOrigin}/v1/links/${linkId}`);
    return ((await answer.json()) as { state: LinkState }).state.settled;
  }
});
