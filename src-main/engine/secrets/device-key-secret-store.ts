import { join } from 'node:path';
import { fromBase64url, toBase64url } from '../../../shared/sealing/base64url.ts';
import { openEnvelope, sealEnvelope } from '../../../shared/sealing/envelope.ts';
import { sealingKey } from '../../../shared/sealing/workspace-keys.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { readTextIfThere } from './durable-file.ts';
import { saveSecretFile } from './save-secret-file.ts';
import type { SecretStore } from './secret-store.ts';

/** Where the two halves lie, and a source of randomness. */
export interface DeviceKeyOptions {
  /** The data folder: holds the wrapped secret. */
  readonly dataDir: string;
  /** A folder of this user's on this machine, outside the data folder: holds the key (mode 0600). */
  readonly keyDir: string;
  readonly random: (bytes: number) => Uint8Array;
}

const labels = ['quittance/device-key'];

/**
 * Keeps the root secret wrapped by a key that never leaves this user's folder on this machine, for the command line and
 * the browser where no keyring can be asked: a copy of the data folder (a backup, a synced drive) opens nothing.
 * Whoever can read both folders as this user can read the secret; `docs/threat-model.md` says so.
 */
export function deviceKeySecretStore(options: DeviceKeyOptions): SecretStore {
  const secretFile = join(options.dataDir, 'secret');
  const keyFile = join(options.keyDir, 'device-key');
  return {
    protection: 'device-key',
    async load() {
      const wrapped = await readTextIfThere(secretFile);
      if (wrapped === null) return ok(null);
      const keyText = await readTextIfThere(keyFile);
      const key = keyText ? fromBase64url(keyText.trim()) : null;
      if (key?.length !== 32) return lostKey(keyFile);
      const opened = openEnvelope(fromBase64url(wrapped.trim()) ?? new Uint8Array(), sealingKey(key), labels);
      return opened.ok ? ok(opened.value) : lostKey(keyFile);
    },
    async save(secret) {
      const keyText = await readTextIfThere(keyFile);
      const key = keyText === null ? options.random(32) : fromBase64url(keyText.trim());
      if (key?.length !== 32) return damagedKey(keyFile);
      const kept = keyText === null ? await saveSecretFile(keyFile, `${toBase64url(key)}\n`) : ok(undefined);
      if (!kept.ok) return kept;
      const envelope = sealEnvelope(secret, sealingKey(key), labels, options.random);
      return saveSecretFile(secretFile, `${toBase64url(envelope)}\n`);
    },
    unlock: () => Promise.resolve(ok(undefined)),
  };
}

function lostKey(keyFile: string): Result<never> {
  return fail(
    'secret.lost-key',
    `This data folder was made on another machine or by another user: the key in ${keyFile} does not open it. Restore the workspace from its recovery phrase into a new data folder.`,
  );
}

/** Nothing is sealed with what nobody could open it with again, and no key of other data folders is written over. */
function damagedKey(keyFile: string): Result<never> {
  return fail(
    'secret.damaged-key',
    `The key in ${keyFile} is damaged. Put it back from a backup; or remove the file, and a new key is made. Data folders that the old key opened then need their recovery phrase.`,
  );
}
