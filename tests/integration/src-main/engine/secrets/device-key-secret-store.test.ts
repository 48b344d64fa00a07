import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../../shared/result.ts';
import { deviceKeySecretStore } from '../../../../../src-main/engine/secrets/device-key-secret-store.ts';
import { temporaryFolder } from '../engine-fixture.ts';

describe('the secret under a device key', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());
  const keyFile = () => join(folder.path, 'key', 'device-key');
  const store = (data = 'data', keyDir = 'key') =>
    deviceKeySecretStore({ dataDir: join(folder.path, data), keyDir: join(folder.path, keyDir), random: randomBytes });

  test('opens with its key alone; one key serves all data folders; nobody else may read it', async () => {
    const [one, two] = [randomBytes(32), randomBytes(32)];
    unwrap(await store('one').save(one));
    unwrap(await store('two').save(two));
    expect(unwrap(await store('one').load())).toEqual(new Uint8Array(one));
    expect(unwrap(await store('two').load())).toEqual(new Uint8Array(two));
    expect(await store('one', 'elsewhere').load()).toMatchObject({ problem: { code: 'secret.lost-key' } });
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect(unwrap(await store('three').load())).toBeNull();
  });

  test.each(['', 'no key!', 'AAAA'])('a damaged key (%j) seals nothing and is left as it is', async (text) => {
    unwrap(await store('one').save(randomBytes(32)));
    await writeFile(keyFile(), text);
    expect(await store('two').save(randomBytes(32))).toMatchObject({ problem: { code: 'secret.damaged-key' } });
    expect(await readFile(keyFile(), 'utf8')).toBe(text);
    expect(await readdir(folder.path)).not.toContain('two');
  });

  test.skipIf(!existsSync('/dev/full')).each([
    ['key', 'device-key'],
    ['one', 'secret'],
  ])('a full disk under %s/%s is said with what to do, and leaves what was there', async (place, name) => {
    const before = new Uint8Array(randomBytes(32));
    unwrap(await store('one').save(before));
    const [data, keyDir] = place === 'key' ? ['two', 'fullKey'] : ['one', 'key'];
    const full = join(folder.path, place === 'key' ? 'fullKey' : 'one');
    await mkdir(full, { recursive: true });
    await symlink('/dev/full', join(full, `${name}.new`));
    const said = `The disk is full: the workspace's key could not be stored in ${full}, and nothing was lost. Free some space and try again.`;
    expect(await store(data, keyDir).save(randomBytes(32))).toEqual({
      ok: false,
      problem: { code: 'secret.cannot-write', message: said, retryable: true },
    });
    expect(unwrap(await store('one').load())).toEqual(before);
    // There is room again.
    unwrap(await store(data, keyDir).save(randomBytes(32)));
  });
});
