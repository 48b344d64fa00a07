import { join } from 'node:path';
import { fromBase64url, toBase64url } from '../../shared/sealing/base64url.ts';
import { fail, ok } from '../../shared/result.ts';
import { readIfThere } from '../engine/secrets/durable-file.ts';
import { secretFiles } from '../engine/secrets/find-secret-kind.ts';
import { saveSecretFile } from '../engine/secrets/save-secret-file.ts';
import type { SecretStore } from '../engine/secrets/secret-store.ts';
import type { ElectronApi } from './electron-api.ts';

type SafeStorage = ElectronApi['safeStorage'];

/**
 * Whether the system can keep a secret for this user. On Linux without a keyring, Chromium's `basic_text` only looks
 * like encryption (its key is in its source), so it counts as none. Ask after the app is ready.
 */
export function isKeyringUsable(safeStorage: SafeStorage, platform: NodeJS.Platform): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

/**
 * Keeps the root secret in the data folder, encrypted by the system's keyring (Keychain, DPAPI, libsecret, KWallet).
 */
export function keyringSecretStore(options: {
  readonly dataDir: string;
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
}): SecretStore {
  const { dataDir, safeStorage, platform } = options;
  const file = join(dataDir, secretFiles.keyring);
  const isUsable = (): boolean => isKeyringUsable(safeStorage, platform);
  return {
    protection: 'keyring',
    async load() {
      const sealed = await readIfThere(file);
      if (sealed === null) return ok(null);
      if (!isUsable()) return noKeyring();
      const text = tryDecrypt(safeStorage, sealed);
      const secret = text === null ? null : fromBase64url(text);
      return secret?.length === 32 ? ok(secret) : foreign(file);
    },
    async save(secret) {
      if (!isUsable()) return noKeyring();
      return saveSecretFile(file, safeStorage.encryptString(toBase64url(secret)));
    },
    unlock: () => Promise.resolve(ok(undefined)),
  };
}

function tryDecrypt(safeStorage: SafeStorage, sealed: Buffer): string | null {
  try {
    return safeStorage.decryptString(sealed);
  } catch {
    return null;
  }
}

function noKeyring() {
  return fail(
    'secret.no-keyring',
    'The system keyring cannot be reached. Unlock it (or log in to your desktop) and start Quittance again.',
    { retryable: true },
  );
}

function foreign(file: string) {
  return fail(
    'secret.lost-key',
    `The keyring of this user on this machine does not open ${file}. Restore the workspace from its recovery phrase into a new data folder.`,
  );
}
