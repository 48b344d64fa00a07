import { catchError, defer, distinctUntilChanged, EMPTY, from, mergeMap, startWith, type Observable } from 'rxjs';
import { settingsSchema, type Settings } from '../../../shared/app-api/settings.ts';
import { settingsId, type SettingsDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { storageProblemOf } from '../database/storage-problem.ts';
import type { EngineOptions, PracticeWorld } from '../engine-options.ts';
import { withAssumeChange } from './assume-changes.ts';
import { defaultSettings } from './default-settings.ts';

/** Reads the settings in force: what was set, over the defaults. */
export async function readSettings(db: EngineDatabase, practice: PracticeWorld | null): Promise<Settings> {
  const document = await db.settings.findOne(settingsId).exec();
  return document ? settingsOf(document.toMutableJSON(), practice) : defaultSettings(practice);
}

/** Writes the settings as a whole; what may be assumed with when that was changed. */
export async function writeSettings(db: EngineDatabase, settings: Settings, at: string): Promise<void> {
  const before = (await db.settings.findOne(settingsId).exec())?.toMutableJSON();
  const assumeChanges = withAssumeChange(before ?? defaultSettings(null), settings.assumeExactAmount, at);
  const document: SettingsDocument = { id: settingsId, rev: '', updatedAt: at, ...settings, assumeChanges };
  await db.settings.upsert(document);
}

/**
 * The settings now and after every change, here or on another device. Where the storage cannot read them, that is
 * logged, and the next change is waited for.
 */
export function watchSettings(
  db: EngineDatabase,
  { practice, log }: Pick<EngineOptions, 'practice' | 'log'>,
): Observable<Settings> {
  const unreadable = (error: unknown): Observable<never> => {
    if (!storageProblemOf(error)) throw error;
    log.error('the settings cannot be read', { error: String(error) });
    return EMPTY;
  };
  return db.settings.$.pipe(
    startWith(null),
    mergeMap(() => defer(() => from(readSettings(db, practice))).pipe(catchError(unreadable)), 1),
    distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
  );
}

/** Another device's document may miss what this version knows, or hold what it does not. */
function settingsOf(document: SettingsDocument, practice: PracticeWorld | null): Settings {
  const defaults = defaultSettings(practice);
  const known: Record<string, unknown> = { ...defaults };
  for (const key of Object.keys(defaults)) {
    const value: unknown = document[key as keyof Settings];
    const field = settingsSchema.shape[key as keyof Settings].safeParse(value);
    if (field.success) known[key] = field.data;
  }
  return known as Settings;
}
