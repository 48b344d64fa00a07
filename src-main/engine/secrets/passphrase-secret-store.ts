import { join } from 'node:path';
import { unwrapSecret, wrapSecret } from '../../../shared/sealing/wrapped-secret.ts';
import { fail, ok } from '../../../shared/result.ts';
import { readTextIfThere } from './durable-file.ts';
import { saveSecretFile } from './save-secret-file.ts';
import type { SecretStore } from './secret-store.ts';

/**
 * The data folder, a source of randomness, and the passphrase when it is known from the start (an
 * environment variable).
 */
export interface PassphraseStoreOptions {
  readonly dataDir: string;
  readonly random: (bytes: number) => Uint8Array;
  readonly passphrase: string | null;
}

/**
 * Keeps the root secret wrapped by a passphrase (Argon2id; see shared/sealing/wrapped-secret.ts). The passphrase is
 * held in memory only. `unlock` before the first `save` chooses it.
 */
export function passphraseSecretStore(options: PassphraseStoreOptions): SecretStore {
  const file = join(options.dataDir, 'secret.wrapped');
  let passphrase = options.passphrase;

  const locked = () => fail('secret.locked', 'The workspace is locked. Give its passphrase to open it.');

  return {
    protection: 'passphrase',
    async load() {
      const wrapped = await readTextIfThere(file);
      if (wrapped === null) return ok(null);
      return passphrase === null ? locked() : unwrapSecret(wrapped, passphrase);
    },
    async save(secret) {
      if (passphrase === null) return locked();
      return saveSecretFile(file, await wrapSecret(secret, passphrase, options.random));
    },
    async unlock(given) {
      const wrapped = await readTextIfThere(file);
      const opened = wrapped === null ? ok(null) : await unwrapSecret(wrapped, given);
      if (!opened.ok) return opened;
      passphrase = given;
      return ok(undefined);
    },
  };
}
