import { deviceKeySecretStore } from '../engine/secrets/device-key-secret-store.ts';
import { findSecretKind } from '../engine/secrets/find-secret-kind.ts';
import { passphraseSecretStore } from '../engine/secrets/passphrase-secret-store.ts';
import type { SecretStore } from '../engine/secrets/secret-store.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { DataFolders } from '../data-folders.ts';
import type { CliIo } from './cli-io.ts';

/**
 * The store that keeps (or will keep) the root secret of a data folder. One that holds a secret already stays with its
 * kind; a new one is wrapped by `QUITTANCE_PASSPHRASE` where that is set, otherwise by this device's key. Fails with
 * `secret.keyring-only` for a folder of the desktop window, whose secret the system's keyring keeps.
 */
export function chooseSecretStore(
  folders: Pick<DataFolders, 'dataDir' | 'keyDir'>,
  io: Pick<CliIo, 'env' | 'random'>,
): Result<SecretStore> {
  const { dataDir, keyDir } = folders;
  const passphrase = io.env['QUITTANCE_PASSPHRASE'] || null;
  const kind = findSecretKind(dataDir) ?? (passphrase === null ? 'device-key' : 'passphrase');
  switch (kind) {
    case 'passphrase':
      return ok(passphraseSecretStore({ dataDir, random: io.random, passphrase }));
    case 'device-key':
      return ok(deviceKeySecretStore({ dataDir, keyDir, random: io.random }));
    case 'keyring':
      return fail(
        'secret.keyring-only',
        `The secret of ${dataDir} is in the system's keyring, which only the desktop window can ask. Restore the workspace from its recovery phrase into a data folder of its own.`,
      );
  }
}
