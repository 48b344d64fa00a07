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

test.each([
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

test('a name leads into objects, never into what objects inherit', () => {
  expect(settingAt(settings, 'seller.name')).toEqual({ ok: true, value: '' });
  expect(settingAt(settings, 'constructor').ok).toBe(false);
  expect(showSetting('seller', settings.seller)).toContain('seller.name: –');
});
