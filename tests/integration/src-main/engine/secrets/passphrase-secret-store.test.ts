import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../../shared/result.ts';
import { passphraseSecretStore } from '../../../../../src-main/engine/secrets/passphrase-secret-store.ts';
import { temporaryFolder } from '../engine-fixture.ts';

const storeModule = import.meta.resolve('../../../../../src-main/engine/secrets/passphrase-secret-store.ts');

describe('the secret under a passphrase', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());
  const store = (passphrase: string | null) =>
    passphraseSecretStore({ dataDir: join(folder.path, 'data'), random: randomBytes, passphrase });

  test('opens with its passphrase alone, and nobody else may read it', async () => {
    const secret = new Uint8Array(randomBytes(32));
    expect(unwrap(await store('open sesame').load())).toBeNull();
    unwrap(await store('open sesame').save(secret));
    expect(unwrap(await store('open sesame').load())).toEqual(secret);
    expect(await store(null).load()).toMatchObject({ problem: { code: 'secret.locked' } });
    expect((await store('open barley').load()).ok).toBe(false);
    expect((await stat(join(folder.path, 'data', 'secret.wrapped'))).mode & 0o777).toBe(0o600);
  });

  test.skipIf(process.platform === 'win32')('a write that is cut short leaves the earlier secret', async () => {
    const file = join(folder.path, 'data', 'secret.wrapped');
    unwrap(await store('open sesame').save(randomBytes(32)));
    const wrapped = await readFile(file, 'utf8');
    expect(await saveWhereNothingFits(join(folder.path, 'data'))).toMatch(
      /^secret\.cannot-write: The disk failed \(EFBIG\): .*nothing was lost/,
    );
    expect(await readFile(file, 'utf8')).toBe(wrapped);
  });
});

/** Saves another secret in a process that may open files but write not one byte into them; the problem. */
async function saveWhereNothingFits(dataDir: string): Promise<string> {
  const options = `{ dataDir: ${JSON.stringify(dataDir)}, random: randomBytes, passphrase: 'open sesame' }`;
  const script = `
    import { randomBytes } from 'node:crypto';
    import { passphraseSecretStore } from ${JSON.stringify(storeModule)};
    const saved = passphraseSecretStore(${options}).save(new Uint8Array(32));
    const { ok, problem } = await saved;
    console.log(ok ? 'saved' : problem.code + ': ' + problem.message);`;
  const limited = 'ulimit -f 0 && exec "$0" --input-type=module --eval "$1"';
  const child = spawn('sh', ['-c', limited, process.execPath, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return said.trim();
}
