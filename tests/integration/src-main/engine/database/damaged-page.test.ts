import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { AppQueryName, QueryInput } from '../../../../../shared/app-api/app-api.ts';
import type { Problem } from '../../../../../shared/result.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { damagePages } from '../../../../helpers/damage-pages.ts';
import {
  createWorkspace,
  engineOptions,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from '../engine-fixture.ts';

describe('a data file of which pages are damaged', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  const logged: string[] = [];
  const log = { info() {}, warn() {}, error: (message: string) => void logged.push(message) };
  /** Opens an engine on a folder with one draft, of which a collection's pages were overwritten since. */
  async function openDamaged(collection: string) {
    logged.length = 0;
    const options = engineOptions(folder.path, { relayOrigin: null, log });
    const before = await startEngine(options);
    await createWorkspace(before.app);
    const { id } = unwrap(await before.app.call('invoice.create', { draft: simpleDraft() }));
    await before.close();
    damagePages(join(folder.path, 'quittance.sqlite'), collection);
    return { ...(await startEngine(options)), id };
  }
  const damaged = {
    code: 'storage.corrupt',
    message: expect.stringContaining('The data file is damaged; restore it from a backup.'),
    retryable: false,
  };

  test('tells who watches what lay there, and still gives what lies elsewhere', async () => {
    const { app, close, id } = await openDamaged('invoices');
    const list = { filter: 'all', search: '', offset: 0, limit: 10 } as const;
    expect(await problemOf(app, 'invoices', list)).toEqual(damaged);
    expect(await problemOf(app, 'invoice', { id })).toEqual(damaged);
    expect(logged).toContain('a query failed');
    expect((await waitFor(app, 'workspace', {})).name).toBe('Ada Lovelace');
    expect(await waitFor(app, 'contacts', { search: '' })).toEqual([]);
    await close();
  });

  test('brings nothing down that follows what cannot be read', async () => {
    const { app, close } = await openDamaged('settings');
    expect(await problemOf(app, 'settings', {})).toEqual(damaged);
    expect(await problemOf(app, 'workspace', {})).toEqual(damaged);
    expect(logged).toContain('the settings cannot be read');
    expect(await waitFor(app, 'contacts', { search: '' })).toEqual([]);
    await close();
  });
});

function problemOf<Name extends AppQueryName>(app: AppClient, name: Name, input: QueryInput<Name>): Promise<Problem> {
  return new Promise((resolve, reject) => void app.watch(name, input, () => reject(new Error('It was read')), resolve));
}
