import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok, unwrap } from '../../../../../shared/result.ts';
import type { EngineOptions } from '../../../../../src-main/engine/engine-options.ts';
import type { SecretStore } from '../../../../../src-main/engine/secrets/secret-store.ts';
import { openEngine } from '../../../../../src-main/engine/open-engine.ts';
import {
  createWorkspace,
  engineOptions,
  memorySecrets,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
  wallet,
} from '../engine-fixture.ts';

describe('the workspace', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
    await folder.remove();
  });
  /** An engine that is closed after the test, whatever the test made of it. */
  async function start(options: EngineOptions) {
    const started = await startEngine(options);
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= started.close());
    opened.push(close);
    return { app: started.app, close };
  }

  test('is created once, with its phrase confirmed word by word', async () => {
    const { app, close } = await start(engineOptions(folder.path, { relayOrigin: null }));
    const words = (await createWorkspace(app)).split(' ');
    const seller = { name: 'B', email: '', address: '', country: '', taxId: '' };
    const again = await app.call('workspace.create', { seller, wallet: 'practice', deviceName: '' });
    expect(again).toMatchObject({ ok: false, problem: { code: 'workspace.exists' } });
    const wrong = await app.call('workspace.confirmPhrase', { words: [{ place: 3, word: `${words[3]}x` }] });
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'phrase.wrong-word' } });
    expect((await waitFor(app, 'workspace', {})).phraseConfirmed).toBe(false);
    unwrap(
      await app.call('workspace.confirmPhrase', { words: [{ place: 23, word: ` ${words[23]?.toUpperCase()} ` }] }),
    );
    const view = await waitFor(app, 'workspace', {}, (value) => value.phraseConfirmed);
    expect(view).toMatchObject({
      state: 'ready',
      name: 'Ada Lovelace',
      deviceName: 'Laptop',
      practice: true,
    });
    await close();
  });

  test('is not begun anew where invoices are here and their secret is not; their words restore it', async () => {
    const secrets = memorySecrets();
    const { app, close } = await start(engineOptions(folder.path, { secrets, relayOrigin: null }));
    const phrase = await createWorkspace(app);
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    unwrap(await app.call('invoice.issue', { id }));
    await close();
    // Only the database came back from a backup.
    const { app: bare } = await start(engineOptions(folder.path, { relayOrigin: null }));
    const seller = { name: 'B', email: '', address: '', country: '', taxId: '' };
    const refused = await bare.call('workspace.create', { seller, wallet: 'practice', deviceName: '' });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'workspace.secret-missing' } });
    unwrap(await bare.call('workspace.restore', { phrase, deviceName: 'Laptop' }));
    expect(await waitFor(bare, 'workspace', {})).toMatchObject({ state: 'ready', name: 'Ada Lovelace' });
  });

  test('works for real without practice and without a relay', async () => {
    const { app } = await start(engineOptions(folder.path, { relayOrigin: null, practice: null }));
    const seller = { name: 'A', email: '', address: '', country: '', taxId: '' };
    const practice = await app.call('workspace.create', { seller, wallet: 'practice', deviceName: '' });
    expect(practice).toMatchObject({ ok: false, problem: { code: 'workspace.no-practice' } });
    unwrap(await app.call('workspace.create', { seller, wallet, deviceName: '' }));
    const view = await waitFor(app, 'workspace', {}, (value) => value.state === 'ready');
    expect(view).toMatchObject({ practice: false, relay: { origin: null, status: 'none' } });
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    unwrap(await app.call('invoice.issue', { id }));
    const sent = await app.call('invoice.send', { id, mode: 'pdf', to: null });
    expect(sent).toMatchObject({ ok: false, problem: { code: 'relay.none' } });
    expect((await waitFor(app, 'invoice', { id }))?.link).toBeNull();
  });

  test('a wrong wallet is refused and leaves a first run', async () => {
    const { app, close } = await start(engineOptions(folder.path, { relayOrigin: null }));
    const seller = { name: 'A', email: '', address: '', country: '', taxId: '' };
    const result = await app.call('workspace.create', { seller, wallet: `0x${'0'.repeat(40)}`, deviceName: '' });
    expect(result).toMatchObject({ ok: false, problem: { code: 'address.zero', path: ['wallet'] } });
    expect((await waitFor(app, 'workspace', {})).state).toBe('absent');
    await close();
  });

  test('a phrase restores the same keys on another device, which waits for its place', async () => {
    const first = await start(engineOptions(folder.path, { relayOrigin: null }));
    const phrase = await createWorkspace(first.app);
    const { signingFingerprint } = await waitFor(first.app, 'workspace', {});
    await first.close();
    const other = await temporaryFolder();
    const second = await start(engineOptions(other.path, { relayOrigin: null }));
    const cut = await second.app.call('workspace.restore', { phrase: phrase.slice(0, -9), deviceName: 'Desk' });
    expect(cut.ok).toBe(false);
    unwrap(await second.app.call('workspace.restore', { phrase: phrase.toUpperCase(), deviceName: 'Desk' }));
    const view = await waitFor(second.app, 'workspace', {}, (value) => value.state === 'ready');
    expect(view).toMatchObject({ signingFingerprint, phraseConfirmed: true, deviceSeries: '' });
    await second.close();
    await other.remove();
  });

  test('is locked until the passphrase is given', async () => {
    const inner = memorySecrets();
    await inner.save(new Uint8Array(32).fill(9));
    let locked = true;
    const secrets: SecretStore = {
      ...inner,
      protection: 'passphrase',
      load: () => (locked ? Promise.resolve(fail('secret.locked', 'Locked.')) : inner.load()),
      unlock: (passphrase) => {
        if (passphrase !== 'open sesame') return Promise.resolve(fail('secret.wrong-passphrase', 'Wrong.'));
        locked = false;
        return Promise.resolve(ok(undefined));
      },
    };
    const { app, close } = await start(engineOptions(folder.path, { relayOrigin: null, secrets }));
    expect((await waitFor(app, 'workspace', {})).state).toBe('locked');
    expect(await app.call('invoice.create', { draft: {} })).toMatchObject({ problem: { code: 'workspace.locked' } });
    expect((await app.call('workspace.unlock', { passphrase: 'x' })).ok).toBe(false);
    unwrap(await app.call('workspace.unlock', { passphrase: 'open sesame' }));
    await waitFor(app, 'workspace', {}, (value) => value.state === 'ready');
    await close();
  });

  test('a secret that cannot be read stops the start and leaves the folder free', async () => {
    const secrets = { ...memorySecrets(), load: () => Promise.resolve(fail('secret.unreadable', 'Damaged.')) };
    const options = engineOptions(folder.path, { relayOrigin: null, secrets });
    expect(await openEngine(options)).toMatchObject({ ok: false, problem: { code: 'secret.unreadable' } });
    const { close } = await start(engineOptions(folder.path, { relayOrigin: null }));
    await close();
  });

  test('clients and settings are kept, and everything can be exported', async () => {
    const { app, close } = await start(engineOptions(folder.path, { relayOrigin: null }));
    await createWorkspace(app);
    const party = { name: 'Zoë', email: 'zoe@example.com', address: '', country: 'DE', taxId: '' };
    const contact = unwrap(await app.call('contact.save', { id: null, party, note: 'met in Köln', currency: 'EUR' }));
    const bad = await app.call('contact.save', { id: null, party: { ...party, email: 'no' }, note: '', currency: '' });
    expect(bad).toMatchObject({ ok: false, problem: { path: ['party', 'email'] } });
    expect(await waitFor(app, 'contacts', { search: 'köln' })).toEqual([contact]);
    unwrap(await app.call('contact.delete', { id: contact.id }));
    expect(await waitFor(app, 'contacts', { search: '' })).toEqual([]);
    unwrap(await app.call('contact.restore', { id: contact.id }));
    unwrap(await app.call('settings.update', { dueDays: 30 }));
    expect((await waitFor(app, 'settings', {}, (value) => value.dueDays === 30)).seller.name).toBe('Ada Lovelace');
    const file = unwrap(await app.call('workspace.export', {}));
    const data = JSON.parse(Buffer.from(file.content, 'base64').toString()) as Record<string, unknown[]>;
    expect(data['contacts']).toHaveLength(1);
    expect(Buffer.from(file.content, 'base64').toString()).not.toContain(
      unwrap(await app.call('workspace.revealPhrase', {})).phrase,
    );
    await close();
  });
});
