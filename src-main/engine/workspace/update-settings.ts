import { ok, type Result } from '../../../shared/result.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import { tellWishes } from '../courier/tell-wishes.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { checkSettings } from './check-settings.ts';
import { readSettings, writeSettings } from './settings-store.ts';

/** Changes some settings, all or none; see `checkSettings` for what is refused. */
export async function updateSettings(
  db: EngineDatabase,
  options: EngineOptions,
  patch: { readonly [Name in keyof Settings]?: Settings[Name] | undefined },
): Promise<Result<Settings>> {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const current = await readSettings(db, options.practice);
  const next = checkSettings(given as Partial<Settings>, current);
  if (!next.ok) return next;
  const at = options.now().toISOString();
  await writeSettings(db, next.value, at);
  await tellWishes(db, current, next.value, at);
  return ok(next.value);
}
