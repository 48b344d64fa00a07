import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld } from './sync-world.ts';

const show = (app: AppClient, id: string, test: (view: InvoiceView) => boolean = () => true) =>
  waitFor(app, 'invoice', { id }, (view) => view !== null && test(view)) as Promise<InvoiceView>;
const rows = async (app: AppClient, test: (numbers: (string | null)[]) => boolean) => {
  const list = await waitFor(app, 'invoices', { filter: 'all', search: '', offset: 0, limit: 50 }, (value) =>
    test(value.rows.map(({ number }) => number)),
  );
  return list.rows;
};

test('drafts go both ways, edits of one draft merge field by field, and each device has its own series', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  const { id } = unwrap(await first.app.call('invoice.create', { draft: simpleDraft() }));
  const second = await world.nextDevice('second', first.phrase);
  const arrived = await show(second.app, id);
  expect(arrived.draft.buyer.name).toBe('Grace Hopper');
  const theirs = unwrap(await second.app.call('invoice.create', { draft: simpleDraft({ notes: 'from the second' }) }));
  expect((await show(first.app, theirs.id)).draft.notes).toBe('from the second');

  await Promise.all([settled(first.app), settled(second.app)]);
  await world.stopRelay();
  const { draft } = arrived;
  const [line] = draft.lines;
  if (!line) throw new Error('The draft has no line');
  const added = { ...line, id: 'l2', description: 'Travel' };
  const [mine, other] = [
    { ...draft, notes: 'Thank you.', lines: [{ ...line, quantity: '2' }] },
    { ...draft, purchaseOrder: 'PO-7', dueDate: '2098-12-31', lines: [{ ...line, unitPrice: '900.00' }, added] },
  ];
  unwrap(await first.app.call('invoice.saveDraft', { id, draft: mine }));
  unwrap(await second.app.call('invoice.saveDraft', { id, draft: other }));
  await world.startRelay();
  const merged = {
    notes: 'Thank you.',
    purchaseOrder: 'PO-7',
    dueDate: '2098-12-31',
    lines: [{ ...line, quantity: '2', unitPrice: '900.00' }, added],
  };
  for (const { app } of [first, second]) {
    const view = await show(app, id, (each) => each.draft.notes !== '' && each.draft.purchaseOrder !== '');
    expect(view.draft).toMatchObject(merged);
  }

  const issued = unwrap(await second.app.call('invoice.issue', { id: theirs.id }));
  expect(issued.number).toMatch(/^INV-\d{4}-[A-Z]0001$/);
  const seen = await show(first.app, theirs.id, ({ lifecycle }) => lifecycle === 'issued');
  expect(seen.signed?.payable.invoice.number).toBe(issued.number);
  const plain = unwrap(await first.app.call('invoice.issue', { id }));
  expect(plain.number).toMatch(/^INV-\d{4}-0001$/);
  await show(second.app, id, ({ lifecycle }) => lifecycle === 'issued');
  await settled(first.app);

  // The relay has all of it, and can read none of it.
  await world.stopRelay();
  const kept = await world.relayBytes();
  expect(kept.length).toBeGreaterThan(10_000);
  for (const secret of ['Grace Hopper', 'grace@example.com', 'Analytical', 'PO-7', issued.number, 'invoices"'])
    expect(kept.includes(secret)).toBe(false);
  await first.close();
  await second.close();
});

test('a relay that lost everything gives a new device no series that another one counts in', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  const issue = async ({ app }: { app: AppClient }) => {
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    return { id, ...unwrap(await app.call('invoice.issue', { id })) };
  };
  const second = await world.nextDevice('second', first.phrase);
  const theirs = await issue(second);
  expect(theirs.number).toMatch(/-B0001$/);
  await show(first.app, theirs.id);
  await second.close();
  await world.stopRelay();
  // "Online" of before the loss says nothing of what the new relay has.
  await waitFor(first.app, 'workspace', {}, ({ relay }) => relay.status !== 'online');
  await rm(world.relayFolder, { recursive: true });
  await world.startRelay();
  await settled(first.app);
  // The new relay counts this device second, as the old one did the device that is away.
  const third = await world.nextDevice('third', first.phrase);
  expect((await issue(third)).number).toMatch(/-AZ0001$/);
  const again = await world.device('second');
  await settled(again.app);
  expect((await issue(again)).number).toMatch(/-B0002$/);
  await Promise.all([first, third, again].map((device) => device.close()));
});

test('one draft issued on two devices that are offline: both invoices survive, with their histories and jobs', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  const { id } = unwrap(await first.app.call('invoice.create', { draft: simpleDraft() }));
  const second = await world.nextDevice('second', first.phrase);
  await show(second.app, id);
  await Promise.all([settled(first.app), settled(second.app)]);
  await world.stopRelay();
  const devices = [first, second];
  const numbers: string[] = [];
  for (const { app } of devices) {
    numbers.push(unwrap(await app.call('invoice.issue', { id })).number);
    unwrap(await app.call('invoice.send', { id, mode: 'publish-only', to: null }));
  }
  const links = await Promise.all(devices.map(async ({ app }) => (await show(app, id)).link));
  await world.startRelay();
  for (const { app } of devices) {
    const both = await rows(app, (found) => numbers.every((number) => found.includes(number)));
    expect(both.map(({ number }) => number).sort()).toEqual([...numbers].sort());
    for (const row of both) {
      // Histories come by themselves, before or after the invoices that they belong to.
      const isOwn = (detail: string | undefined) => detail?.includes(row.number ?? '') ?? false;
      const view = await show(
        app,
        row.id,
        ({ delivery, timeline }) =>
          delivery === 'delivered' &&
          timeline.length > 1 &&
          isOwn(timeline.find(({ kind }) => kind === 'issued')?.detail),
      );
      expect(view.link).toBe(links[numbers.indexOf(row.number ?? '')]);
    }
  }
  for (const link of links) {
    const linkId = new URL(link ?? '').pathname.split('/').at(-1);
    expect((await fetch(new URL(`/v1/links/${linkId}`, link ?? ''))).status).toBe(200);
  }
  await first.close();
  await second.close();
});
