import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { UnmatchedView } from '../../../../../shared/app-api/inbox-view.ts';
import type { LinkState } from '../../../../../shared/relay-api/links.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { waitFor } from '../engine-fixture.ts';
import { settled, startDevice } from '../sync/sync-world.ts';
import { startRemedyWorld, type Published, type RemedyWorld } from './remedy-world.ts';

describe.skipIf(findAnvil() === undefined)('two devices of one owner', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld();
  });
  afterAll(() => world?.stop());

  test('that give one transfer to different invoices at the same time end the same, and so does the relay', async () => {
    const second = await startDevice(`${world.folder}/second`, world.addresses.relayOrigin, world.addresses);
    unwrap(await second.app.call('workspace.restore', { phrase: world.phrase, deviceName: 'second' }));
    const [mine, theirs] = [await world.publish('300.00'), await world.publish('310.00')];
    const tx = await world.pay(299_000_000n);
    await world.mine(2);
    const { key, units } = await world.inbox('open', tx, isCounted);
    const both: readonly (readonly [AppClient, Published])[] = [
      [world.app, mine],
      [second.app, theirs],
    ];
    const isCountedToo = (row: UnmatchedView): boolean => row.key === key && isCounted(row);
    await waitFor(second.app, 'inbox', { list: 'open', limit: 5 }, ({ rows }) => rows.some(isCountedToo));
    for (const { id } of [mine, theirs]) await waitFor(second.app, 'invoice', { id }, (view) => view !== null);
    await Promise.all([settled(world.app), settled(second.app)]);

    // Neither hears of the other before both have decided.
    world.setOffline(true);
    for (const [app, { id }] of both)
      unwrap(await app.call('transfer.assign', { key, parts: [{ invoiceId: id, units, value: null }] }));
    for (const [app, { id }] of both) await waitFor(app, 'invoice', { id }, (view) => view?.state === 'partial');
    await settled(second.app);
    world.setOffline(false);

    // The one that was decided last stands on both.
    const [loser, winner] = [mine, theirs];
    for (const [app] of both) {
      const lost = await waitFor(app, 'invoice', { id: loser.id }, (view) => view?.state === 'open');
      expect(lost?.settlement?.received).toBe('0');
      const won = await waitFor(app, 'invoice', { id: winner.id }, (view) => view?.state === 'partial');
      expect(won?.settlement?.received).toBe('29900');
      const { rows } = await waitFor(app, 'inbox', { list: 'assigned', limit: 5 }, ({ total }) => total === 1);
      expect(rows[0]?.assignment?.parts.map(({ invoiceId }) => invoiceId)).toEqual([winner.id]);
    }
    const idle = (jobs: readonly { status: string }[]): boolean => jobs.every(({ status }) => status === 'done');
    for (const [app] of both) await waitFor(app, 'jobs', {}, idle);
    expect(await onPage(winner)).toEqual(['299000000']);
    expect(await onPage(loser)).toEqual([]);
    await second.close();
    // Two devices, a relay and a chain: on a busy machine their starting alone takes a minute.
  }, 240_000);

  /** The units of what a link's page shows. */
  async function onPage({ id }: Published): Promise<string[]> {
    const view = await world.show(id, ({ link }) => link !== null);
    const linkId = new URL(view.link ?? '').pathname.split('/').at(-1) ?? '';
    const answer = await fetch(`${world.addresses.relayOrigin}/v1/links/${linkId}`);
    const { state } = (await answer.json()) as { state: LinkState };
    return state.payments.map((payment) => payment.units);
  }
});

/** A device's own check can be ahead of the relay's word; both must have come before the network goes. */
function isCounted({ verification, state }: UnmatchedView): boolean {
  return verification.status === 'verified' && state === 'confirmed';
}
