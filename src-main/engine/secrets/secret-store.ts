import type { Result } from '../../../shared/result.ts';

/**
 * Where a device keeps the workspace's root secret (32 bytes), never in plain form.
 *
 * `load` answers null where there is none yet, and `secret.locked` (mended by `unlock`) where a passphrase is missing.
 * `save` fails with `secret.cannot-write` where the disk is full or the folder may not be written; what was saved before stays.
 */
export interface SecretStore {
  /** How it is protected, for settings and `docs/threat-model.md`. */
  readonly protection: 'keyring' | 'passphrase' | 'device-key';
  load(): Promise<Result<Uint8Array | null>>;
  save(secret: Uint8Array): Promise<Result<void>>;
  unlock(passphrase: string): Promise<Result<void>>;
}
