import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretStore } from './secret-store.ts';

/** The file that holds the secret in each way of keeping it. */
export const secretFiles: Readonly<Record<SecretStore['protection'], string>> = {
  keyring: 'secret.keyring',
  passphrase: 'secret.wrapped',
  'device-key': 'secret',
};

/** How the secret of a data folder is kept, so that every door opens it the same way; null where there is none yet. */
export function findSecretKind(dataDir: string): SecretStore['protection'] | null {
  const kinds = ['keyring', 'passphrase', 'device-key'] as const;
  return kinds.find((kind) => existsSync(join(dataDir, secretFiles[kind]))) ?? null;
}
