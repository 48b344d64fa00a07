import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld } from './sync-world.ts';

const show = (app: AppClient, id: string, test: (view: InvoiceView) => boolean) =>
  waitFor(app, 'invoice', { id }, (view) => view !== null && test(view)) as Promise<InvoiceView>;

async function issue(app: AppClient): Promise<{ id: string; number: string }> {
  const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
  const { number } = unwrap(await app.call('invoice.issue', { id }));
  return { id, number };
}

test('a folder put back from an older copy gives no number twice once it was online; before that, both invoices say so', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  await issue(first.app);
  await settled(first.app);
  await first.close();
  const folder = dirname(world.relayFolder);
  await cp(join(folder, 'first'), join(folder, 'copy'), { recursive: true });
  const lost = await world.device('first');
  const second = await issue(lost.app);
  await settled(lost.app);
  await lost.close();

  await world.stopRelay();
  const copy = await world.device('copy');
  const twin = await issue(copy.app);
  expect(twin.number).toBe(second.number);
  expect((await show(copy.app, twin.id, () => true)).sameNumber).toEqual([]);
  await world.startRelay();
  const told = await show(copy.app, twin.id, ({ sameNumber }) => sameNumber.length > 0);
  expect(told.sameNumber).toMatchObject([{ id: second.id }]);
  await show(copy.app, second.id, ({ sameNumber }) => sameNumber[0]?.id === twin.id);

  unwrap(await copy.app.call('invoice.void', { id: twin.id, reason: 'Its number was given out twice.' }));
  await show(copy.app, second.id, ({ sameNumber }) => sameNumber.length === 0);
  const next = await issue(copy.app);
  expect(next.number).not.toBe(second.number);
  expect((await show(copy.app, next.id, () => true)).sameNumber).toEqual([]);
  await copy.close();
});
