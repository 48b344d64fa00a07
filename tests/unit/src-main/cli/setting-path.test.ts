import { expect, test } from 'vitest';
import { readSetting, settingAt, showSetting } from '../../../../src-main/cli/setting-path.ts';
import { defaultSettings } from '../../../../src-main/engine/workspace/default-settings.ts';

const settings = defaultSettings(null);
const read = (name: string, value: string) => readSetting(settings, name, value, '/');

test('values are read as what their setting is', async () => {
  expect(await read('dueDays', '30')).toEqual({ ok: true, value: { dueDays: 30 } });
  expect(await read('notes', '30')).toEqual({ ok: true, value: { notes: '30' } });
  expect(await read('accept', '1:0xaa, 8453:0xbb')).toEqual({ ok: true, value: { accept: ['1:0xaa', '8453:0xbb'] } });
  expect(await read('rpcEndpoints.1', 'https://a.example,https://b.example')).toMatchObject({
    value: { rpcEndpoints: { 1: ['https://a.example', 'https://b.example'] } },
  });
  expect(await read('logo', 'none')).toEqual({ ok: true, value: { logo: null } });
  expect(await read('seller.email', 'a@b.example')).toEqual({
    ok: true,
    value: { seller: { ...settings.seller, email: 'a@b.example' } },
  });
});

test('switches, chains and what has several parts', async () => {
  expect(await read('assumeExactAmount', 'false')).toEqual({ ok: true, value: { assumeExactAmount: false } });
  expect(await read('confirmations.8453', '30')).toEqual({
    ok: true,
    value: { confirmations: { ...settings.confirmations, 8453: 30 } },
  });
  expect(await read('tolerance.percent', '1')).toEqual({
    ok: true,
    value: { tolerance: { ...settings.tolerance, percent: '1' } },
  });
  expect(await read('receiving', '{"mode": "account", "xpub": "xpub6"}')).toEqual({
    ok: true,
    value: { receiving: { mode: 'account', xpub: 'xpub6' } },
  });
});

test.each([
  ['sendReceipts', 'maybe', 'setting.malformed'],
  ['confirmations.8453', 'many', 'setting.malformed'],
  ['receiving.colour', 'red', 'setting.unknown'],
  ['receiving', 'account', 'setting.malformed'],
  ['colour', 'red', 'setting.unknown'],
  ['seller.colour', 'red', 'setting.unknown'],
  ['wallet.x', 'red', 'setting.unknown'],
  ['__proto__', 'x', 'setting.unknown'],
  ['dueDays', '1e3', 'setting.malformed'],
  ['dueDays', '99999', 'setting.malformed'],
  ['emailMode', 'pigeon', 'setting.malformed'],
  ['notes', '@/nowhere/at-all', 'file.unreadable'],
])('%s = %s is refused as %s', async (name, value, code) => {
  expect(await read(name, value)).toMatchObject({ ok: false, problem: { code } });
});

test('what a setting cannot be is said of the very field, in words', async () => {
  expect(await read('dueDays', '99999')).toMatchObject({
    ok: false,
    problem: { message: 'The setting dueDays cannot be set to this: must be at most 3,650, not 99,999.' },
  });
  expect(await read('receiving.xpub', 'x'.repeat(5_000))).toMatchObject({
    ok: false,
    problem: {
      message: 'The setting receiving.xpub cannot be set to this: at most 200 characters, not 5,000.',
      path: ['receiving', 'xpub'],
    },
  });
});

test('a name leads into objects, never into what objects inherit', () => {
  expect(settingAt(settings, 'seller.name')).toEqual({ ok: true, value: '' });
  expect(settingAt(settings, 'constructor').ok).toBe(false);
  expect(showSetting('seller', settings.seller)).toContain('seller.name: –');
});
