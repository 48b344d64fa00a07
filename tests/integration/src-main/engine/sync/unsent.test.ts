import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld } from './sync-world.ts';

/** An invoice whose texts fill nearly all the room that they have. */
async function issueLarge(app: AppClient): Promise<string> {
  const { lines, ...draft } = simpleDraft();
  const [line] = lines ?? [];
  if (!line) throw new Error('the draft has no line');
  const many = Array.from({ length: 32 }, (_, at) => ({
    ...line,
    id: `line-${at}`,
    description: `${at} ${'Größe und Maß. '.repeat(580)}`,
  }));
  const { id } = unwrap(await app.call('invoice.create', { draft: { ...draft, lines: many } }));
  unwrap(await app.call('invoice.issue', { id }));
  return id;
}

const queued = (app: AppClient, count: number) => waitFor(app, 'workspace', {}, (view) => view.queued === count);

test('what was not sent is counted after a restart too, and no more once the relay has it', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  await settled(first.app);
  await world.stopRelay();
  const { id } = unwrap(await first.app.call('invoice.create', { draft: simpleDraft() }));
  // The draft and the first entry of its history.
  await queued(first.app, 2);
  await first.close();
  const again = await world.device('first');
  await queued(again.app, 2);
  await world.startRelay();
  await settled(again.app);
  await again.close();
  const third = await world.device('first');
  const view = await waitFor(third.app, 'workspace', {}, ({ relay }) => relay.status === 'online');
  expect(view.queued).toBe(0);
  expect(await waitFor(third.app, 'invoice', { id }, (found) => found !== null)).toMatchObject({ id });
});

test('many large invoices go in as many pushes as they need', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  await settled(first.app);
  await world.stopRelay();
  for (let at = 0; at < 20; at += 1) await issueLarge(first.app);
  await world.startRelay();
  await settled(first.app);
  expect(await waitFor(first.app, 'workspace', {}, () => true)).toMatchObject({ quarantined: 0, refused: 0 });
  expect((await world.relayBytes()).length).toBeGreaterThan(18_000_000);
});
