import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deviceKeySecretStore } from '../engine/secrets/device-key-secret-store.ts';
import { passphraseSecretStore } from '../engine/secrets/passphrase-secret-store.ts';
import type { SecretStore } from '../engine/secrets/secret-store.ts';
import type { CliIo } from './cli-io.ts';
import type { DataFolders } from './data-folders.ts';

/**
 * The store that keeps (or will keep) the root secret of a data folder. One that holds a secret already stays with its
 * kind; a new one is wrapped by `QUITTANCE_PASSPHRASE` where that is set, otherwise by this device's key.
 */
export function chooseSecretStore(folders: DataFolders, io: Pick<CliIo, 'env' | 'random'>): SecretStore {
  const { dataDir, keyDir } = folders;
  const passphrase = io.env['QUITTANCE_PASSPHRASE'] || null;
  const isWrapped = existsSync(join(dataDir, 'secret.wrapped'));
  const isKeyed = existsSync(join(dataDir, 'secret'));
  if (isWrapped || (passphrase !== null && !isKeyed)) {
    return passphraseSecretStore({ dataDir, random: io.random, passphrase });
  }
  return deviceKeySecretStore({ dataDir, keyDir, random: io.random });
}
