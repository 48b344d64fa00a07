import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { readBySchema } from '../../shared/read-by-schema.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** How the app is to run: with a relay of the owner's choice, or (null) in the practice world. */
export interface StartSettings {
  readonly relayOrigin: string | null;
  /** The code by which an invite-only relay admits a new workspace. */
  readonly relayInvite: string | null;
  readonly port: number;
  readonly passphrase: string | null;
}

const settingsSchema = z.object({
  QUITTANCE_RELAY: z
    .url({ protocol: /^https?$/, error: 'must be the address of a relay, e.g. https://pay.example.com' })
    .optional(),
  QUITTANCE_PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(0, 'must be a port number')
    .max(65_535, 'must be a port number')
    .default(4870),
  QUITTANCE_INVITE: z.string().max(100, 'must have at most 100 characters').optional(),
  QUITTANCE_PASSPHRASE: z.string().min(1).optional(),
});

/**
 * Reads the app's settings from the environment, and from `quittance.env` (or the file that `QUITTANCE_CONFIG` names)
 * in the working folder; the environment wins. Fails with `config.invalid`, naming each wrong setting.
 */
export function loadStartSettings(env: NodeJS.ProcessEnv): Result<StartSettings> {
  const named = env['QUITTANCE_CONFIG'];
  if (named && !existsSync(named))
    return fail('config.invalid', `QUITTANCE_CONFIG names ${named}, and there is no such file.`);
  const file = named ?? 'quittance.env';
  const merged: Record<string, string> = {};
  for (const source of [existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}, env]) {
    for (const [name, value] of Object.entries(source)) if (value) merged[name] = value;
  }
  const read = readBySchema(settingsSchema, merged);
  if (!read.ok) return fail('config.invalid', read.misfits.map(({ sentence }) => `${sentence}.`).join('\n'));
  const { QUITTANCE_RELAY, QUITTANCE_INVITE, QUITTANCE_PORT, QUITTANCE_PASSPHRASE } = read.value;
  return ok({
    relayOrigin: QUITTANCE_RELAY ? new URL(QUITTANCE_RELAY).origin : null,
    relayInvite: QUITTANCE_INVITE ?? null,
    port: QUITTANCE_PORT,
    passphrase: QUITTANCE_PASSPHRASE ?? null,
  });
}
