import { expect, test } from 'vitest';
import { resolveDataFolders } from '../../../src-main/data-folders.ts';

const linux = { env: {}, platform: 'linux', homeDir: '/home/ada', cwd: '/work' } as const;

test('each system has its own place, the key always outside the data', () => {
  expect(resolveDataFolders(linux, undefined)).toEqual({
    dataDir: '/home/ada/.local/share/quittance/app',
    keyDir: '/home/ada/.config/quittance',
    practiceFile: '/home/ada/.local/share/quittance/practice-world.json',
  });
  const mac = resolveDataFolders({ ...linux, platform: 'darwin' }, undefined);
  expect(mac.dataDir).toBe('/home/ada/Library/Application Support/Quittance/app');
  const windows = { ...linux, platform: 'win32', env: { APPDATA: '/roaming', LOCALAPPDATA: '/local' } } as const;
  expect(resolveDataFolders(windows, undefined)).toMatchObject({
    dataDir: '/roaming/Quittance/app',
    keyDir: '/local/Quittance/keys',
  });
  for (const folders of [mac, resolveDataFolders(windows, undefined)]) {
    expect(folders.keyDir.startsWith(folders.dataDir)).toBe(false);
  }
});

test('what is asked for goes before the environment, and the environment before the default', () => {
  const env = { QUITTANCE_DATA: 'from-env', XDG_DATA_HOME: '/xdg', QUITTANCE_PRACTICE: '/tmp/world.json' };
  expect(resolveDataFolders({ ...linux, env }, 'asked').dataDir).toBe('/work/asked');
  expect(resolveDataFolders({ ...linux, env }, undefined)).toMatchObject({
    dataDir: '/work/from-env',
    practiceFile: '/tmp/world.json',
  });
  expect(resolveDataFolders({ ...linux, env: { XDG_DATA_HOME: '/xdg' } }, undefined).dataDir).toBe(
    '/xdg/quittance/app',
  );
});
