import { cp, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import { emptyParty } from '../../../../../shared/invoice/party.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { simpleDraft, waitFor } from '../engine-fixture.ts';
import { settled, startSyncWorld, type SyncWorld } from './sync-world.ts';

/** Adds clients, a hundred at a time, and gives back how many there are when all are saved. */
async function addContacts(app: AppClient, from: number, count: number): Promise<void> {
  const saved = Array.from({ length: count }, (_, at) =>
    app.call('contact.save', {
      id: null,
      party: { ...emptyParty, name: `Client ${String(from + at).padStart(4, '0')}` },
      note: '',
      currency: '',
    }),
  );
  for (const result of await Promise.all(saved)) unwrap(result);
}

const contactsWhen = (app: AppClient, count: number) =>
  waitFor(app, 'contacts', { search: '' }, (contacts) => contacts.length === count);

/** The collection that holds most rows, in the relay's order. */
const largestCollection = `SELECT id, seq FROM feed_rows WHERE collection =
  (SELECT collection FROM feed_rows GROUP BY collection ORDER BY count(*) DESC LIMIT 1) ORDER BY seq`;

/** Changes one character inside the sealed bytes of the largest collection's rows at these places. */
function tamper(world: SyncWorld, places: readonly number[]): void {
  world.onRelay((database) => {
    const found = database.prepare(largestCollection).all();
    const change = database.prepare(
      `UPDATE feed_rows SET sealed = substr(sealed, 1, 60) || CASE substr(sealed, 61, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(sealed, 62) WHERE id = ?`,
    );
    for (const place of places) expect(change.run(found[place]?.['id'] ?? null).changes).toBe(1);
  });
}

test.for([100, 200])(
  'pages of exactly %i documents with damaged rows inside: the rest arrives, the damage is shown',
  async (count) => {
    const world = await startSyncWorld();
    const first = await world.firstDevice();
    await addContacts(first.app, 0, count);
    await settled(first.app);
    await world.stopRelay();
    const damaged = [0, 49, 50, 51, count - 1];
    tamper(world, damaged);
    await world.startRelay();
    const second = await world.nextDevice('second', first.phrase);
    await contactsWhen(second.app, count - damaged.length);
    const view = await waitFor(second.app, 'workspace', {}, ({ quarantined }) => quarantined === damaged.length);
    expect(view.quarantined).toBe(damaged.length);
    // What comes later arrives as well, and an edit of a damaged document mends it everywhere.
    await addContacts(first.app, count, 1);
    await contactsWhen(second.app, count - damaged.length + 1);
    const contacts = await contactsWhen(first.app, count + 1);
    const saved = contacts.map(({ id, party, currency }) =>
      first.app.call('contact.save', { id, party, currency, note: 'mended' }),
    );
    for (const result of await Promise.all(saved)) unwrap(result);
    await contactsWhen(second.app, count + 1);
    await waitFor(second.app, 'workspace', {}, ({ quarantined }) => quarantined === 0);
    await first.close();
    await second.close();
  },
);

test('a relay that lost everything, and one that came back from a backup, get everything again', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  await addContacts(first.app, 0, 120);
  const { id } = unwrap(await first.app.call('invoice.create', { draft: simpleDraft() }));
  unwrap(await first.app.call('invoice.issue', { id }));
  unwrap(await first.app.call('invoice.send', { id, mode: 'publish-only', to: null }));
  const { link } = (await waitFor(first.app, 'invoice', { id }, (view) => view?.delivery === 'delivered')) ?? {};
  await settled(first.app);

  await world.stopRelay();
  await rm(world.relayFolder, { recursive: true });
  await world.startRelay();
  const second = await world.nextDevice('second', first.phrase);
  await contactsWhen(second.app, 120);
  await waitFor(second.app, 'invoice', { id }, (view) => view?.lifecycle === 'issued');
  await waitFor(first.app, 'workspace', {}, ({ relay, queued }) => relay.status === 'online' && queued === 0);
  await waitFor(
    first.app,
    'invoice',
    { id },
    (view) => view?.jobs.filter(({ kind, status }) => kind === 'publish' && status === 'done').length === 2,
  );
  const page = new URL(link ?? '');
  expect((await fetch(new URL(`/v1/links/${page.pathname.split('/').at(-1)}`, page))).status).toBe(200);

  await settled(second.app);
  await world.stopRelay();
  await cp(world.relayFolder, `${world.relayFolder}-backup`, { recursive: true });
  await world.startRelay();
  await addContacts(second.app, 120, 30);
  await contactsWhen(first.app, 150);
  await settled(second.app);
  await second.close();
  await world.stopRelay();
  await rm(world.relayFolder, { recursive: true });
  await cp(`${world.relayFolder}-backup`, world.relayFolder, { recursive: true });
  // What `--new-epoch` does after a restore.
  world.onRelay((database) => void database.exec(`UPDATE meta SET value = 'after-restore' WHERE key = 'epoch'`));
  await world.startRelay();
  const third = await world.nextDevice('third', first.phrase);
  await contactsWhen(third.app, 150);
  await first.close();
  await third.close();
});

test('a relay that is killed in the middle of pushes loses nothing, nor does the device that is killed with it', async () => {
  const world = await startSyncWorld();
  const first = await world.firstDevice();
  for (let round = 0; round < 3; round += 1) {
    const adding = addContacts(first.app, round * 100, 100);
    await waitFor(first.app, 'workspace', {}, ({ queued }) => queued > 0);
    await world.killRelay();
    await adding;
    await world.startRelay();
  }
  await first.kill();
  const again = await world.device('first');
  const second = await world.nextDevice('second', first.phrase);
  await contactsWhen(second.app, 300);
  expect((await waitFor(second.app, 'workspace', {})).quarantined).toBe(0);
  await again.close();
  await second.close();
});
