import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld } from './sync-world.ts';

test('two devices that are offline credit one invoice: numbers apart and without a gap, both signed, never below nothing', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  const { id } = unwrap(await first.app.call('invoice.create', { draft: simpleDraft() }));
  unwrap(await first.app.call('invoice.issue', { id }));
  const second = await world.nextDevice('second', first.phrase);
  const show = (app: AppClient, is: (view: InvoiceView) => boolean) =>
    waitFor(app, 'invoice', { id }, (view) => view !== null && is(view)) as Promise<InvoiceView>;
  await show(second.app, ({ lifecycle }) => lifecycle === 'issued');
  await Promise.all([settled(first.app), settled(second.app)]);
  await world.stopRelay();

  const numbers: string[] = [];
  const credit = async (app: AppClient, amount: string): Promise<void> => {
    const { number } = unwrap(await app.call('invoice.credit', { id, amount, reason: '' }));
    numbers.push(number.replace(/^CN-\d{4}-/, ''));
  };
  await Promise.all([credit(first.app, '500.00'), credit(second.app, '400.00')]);
  await credit(first.app, '300.00');
  await second.kill();
  const restarted = await world.device('second');
  await credit(restarted.app, '350.00');
  expect(numbers.toSorted()).toEqual([
    '0001',
    '0002',
    expect.stringMatching(/^[A-Z]0001$/),
    expect.stringMatching(/^[A-Z]0002$/),
  ]);

  await world.startRelay();
  for (const { app } of [first, restarted]) {
    const view = await show(app, ({ adjustments }) => adjustments.length === 4);
    expect(new Set(view.adjustments.map(({ number }) => number)).size).toBe(4);
    // Together they credit more than there is, which neither could know.
    expect(view.settlement).toMatchObject({ due: '0', remaining: '0', credited: '155000' });
    expect(await app.call('invoice.credit', { id, amount: '1.00', reason: '' })).toMatchObject({
      problem: { code: 'credit.nothing-left' },
    });
    for (const { number } of view.adjustments) unwrap(await app.call('creditNote.pdf', { id: number ?? '' }));
  }
  await first.close();
  await restarted.close();
});
