import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { settingsSchema, type Settings } from '../../shared/app-api/settings.ts';
import { readBySchema } from '../../shared/read-by-schema.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** The setting of a dotted name (`seller.email`, `rpcEndpoints.8453`). Fails with `setting.unknown`. */
export function settingAt(settings: Settings, name: string): Result<unknown> {
  let value: unknown = settings;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return unknown(settings, name);
    value = (value as Record<string, unknown>)[part];
  }
  return ok(value);
}

/**
 * The change that `name` and `value` ask for. Text is taken as it is, numbers and lists are read, `none` clears the
 * logo, and `@file` reads the value from a file (a logo becomes a data URL). Fails with `setting.unknown`,
 * `setting.malformed` and `file.unreadable`.
 */
export async function readSetting(
  settings: Settings,
  name: string,
  value: string,
  cwd: string,
): Promise<Result<Partial<Settings>>> {
  const [field = '', ...rest] = name.split('.');
  if (!Object.hasOwn(settingsSchema.shape, field)) return unknown(settings, name);
  const key = field as keyof Settings;
  const text = value.startsWith('@') ? await readValueFile(resolve(cwd, value.slice(1)), key === 'logo') : ok(value);
  if (!text.ok) return text;
  const next = nextValue(settings, key, rest, text.value);
  if (!next.ok) return next;
  const read = readBySchema<unknown>(settingsSchema.shape[key], next.value);
  if (!read.ok) {
    const [{ words, path }] = read.misfits;
    const at = [key, ...path];
    return fail('setting.malformed', `The setting ${at.join('.')} cannot be set to this: ${words}.`, { path: at });
  }
  return ok({ [key]: read.value });
}

/** Settings for people: `name: value`, one a line. */
export function showSetting(name: string, value: unknown): string {
  if (Array.isArray(value)) return `${name}: ${value.join(', ')}`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([key, part]) => showSetting(name ? `${name}.${key}` : key, part));
    return parts.length > 0 ? parts.join('\n') : `${name}: –`;
  }
  const text = value === null || value === '' ? '–' : String(value);
  return `${name}: ${text.length > 200 ? `${text.slice(0, 60)}… (${text.length} characters)` : text}`;
}

function nextValue(settings: Settings, key: keyof Settings, rest: readonly string[], text: string): Result<unknown> {
  const [part, ...deeper] = rest;
  const name = [key, ...rest].join('.');
  const now = settings[key];
  if (deeper.length > 0) return unknown(settings, name);
  if (part !== undefined) return nextPart(settings, key, part, text);
  if (key === 'logo' && text === 'none') return ok(null);
  if (typeof now === 'number') return readNumber(text, name, now);
  if (typeof now === 'boolean') return readSwitch(text, name);
  if (Array.isArray(now)) return ok(list(text));
  if (typeof now === 'object' && now !== null) return readJson(text, name);
  return ok(text);
}

/** One part of a setting that has several: a field of its own, or a chain by its id. */
function nextPart(settings: Settings, key: keyof Settings, part: string, text: string): Result<unknown> {
  const name = `${key}.${part}`;
  switch (key) {
    case 'seller':
    case 'receiving':
    case 'tolerance':
      return Object.hasOwn(settings[key], part) ? ok({ ...settings[key], [part]: text }) : unknown(settings, name);
    case 'rpcEndpoints':
      return ok({ ...settings.rpcEndpoints, [part]: list(text) });
    case 'confirmations': {
      const blocks = readNumber(text, name, 12);
      return blocks.ok ? ok({ ...settings.confirmations, [part]: blocks.value }) : blocks;
    }
    default:
      return unknown(settings, name);
  }
}

function readNumber(text: string, name: string, like: number): Result<number> {
  if (/^\d{1,9}$/.test(text)) return ok(Number(text));
  const malformed = `The setting ${name} is a whole number such as ${like}, not "${text.slice(0, 40)}".`;
  return fail('setting.malformed', malformed, { path: name.split('.') });
}

function readSwitch(text: string, name: string): Result<boolean> {
  if (text === 'true' || text === 'false') return ok(text === 'true');
  const malformed = `The setting ${name} is true or false, not "${text.slice(0, 40)}".`;
  return fail('setting.malformed', malformed, { path: [name] });
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readJson(text: string, name: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail(
      'setting.malformed',
      `The setting ${name} as a whole is written as JSON. Or set one of its parts: ${name}.….`,
    );
  }
}

const pictureTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.svg': 'image/svg+xml',
};

async function readValueFile(path: string, isPicture: boolean): Promise<Result<string>> {
  try {
    const bytes = await readFile(path);
    if (!isPicture) return ok(bytes.toString('utf8').trimEnd());
    const type = pictureTypes[extname(path).toLowerCase()] ?? 'application/octet-stream';
    return ok(`data:${type};base64,${bytes.toString('base64')}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('file.unreadable', `The file ${path} could not be read (${why}).`);
  }
}

function unknown(settings: Settings, name: string) {
  return fail('setting.unknown', `There is no setting "${name}". There are: ${Object.keys(settings).join(', ')}.`);
}
