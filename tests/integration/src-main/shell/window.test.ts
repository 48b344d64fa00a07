import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portMessage, portRequest } from '../../../../src-renderer/engine/port-channel.ts';
import * as channels from '../../../../src-main/shell/shell-channels.ts';
import { StandInFrame } from '../../../helpers/stand-in-window.ts';
import { connect, makeFolder, openApp, quit, startDesktop } from './shell-fixture.ts';

test('the window is isolated and sandboxed, and closed to the rest of the world', async () => {
  const desktop = await startDesktop(makeFolder());
  const window = desktop.windows[0];
  expect(window?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
  });
  expect(desktop.app.isSandboxed).toBe(true);
  const contents = window?.webContents;
  expect(contents?.navigate('app://quittance/index.html#/settings')).toBe(true);
  for (const url of ['https://evil.example/', 'app://other/', 'file:///etc/passwd', 'app://quittance.evil.example/']) {
    expect([url, contents?.navigate(url)]).toEqual([url, false]);
  }
  for (const url of ['https://basescan.org/tx/0x1', 'http://127.0.0.1:1080/', 'mailto:a@b.example']) {
    expect(contents?.open(url)).toBe('deny');
  }
  for (const url of [
    'http://evil.example/',
    'file:///etc/passwd',
    'quittance://invoices',
    'https://user@evil.example/',
    'javascript:1',
  ]) {
    expect(contents?.open(url)).toBe('deny');
  }
  expect(desktop.opened).toEqual(['https://basescan.org/tx/0x1', 'http://127.0.0.1:1080/', 'mailto:a@b.example']);
  const asked: boolean[] = [];
  for (const permission of ['media', 'geolocation', 'clipboard-read', 'clipboard-sanitized-write'] as const) {
    contents?.permissionRequest?.(undefined as never, permission, (is) => asked.push(is), undefined as never);
  }
  expect(asked).toEqual([false, false, false, true]);
  expect(contents?.permissionCheck?.(null, 'media', '', undefined as never)).toBe(false);
  await quit(desktop);
});

test('a port goes to the app’s own page in the main frame, and to nobody else', async () => {
  const desktop = await startDesktop(makeFolder());
  await connect(desktop);
  const handed: unknown[] = [];
  const ask = (frame: StandInFrame | null): void => {
    frame?.toPreload.on(channels.portChannelName, (event: unknown) => handed.push(event));
    desktop.ipcMain.emit(channels.portChannelName, { senderFrame: frame });
  };
  ask(new StandInFrame('app://quittance/index.html'));
  ask(null);
  const main = desktop.windows[0]?.webContents.mainFrame;
  if (!main) throw new Error('no window');
  main.url = 'https://evil.example/app://quittance/';
  ask(main);
  expect(handed).toEqual([]);
  main.url = 'app://quittance/index.html';
  ask(main);
  // Two listeners by now, one port each time.
  expect(handed.length).toBeGreaterThan(0);
  await quit(desktop);
});

test('the app’s files are served with a strict policy, and nothing beside them', async () => {
  const place = makeFolder();
  symlinkSync(join(place.root, 'outside.txt'), join(place.rendererDir, 'link.txt'));
  const desktop = await startDesktop(place);
  expect(desktop.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  const page = await desktop.request('app://quittance/');
  expect(await page.text()).toContain('<title>Quittance</title>');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:/);
  expect((await desktop.request('app://quittance/assets/app.js')).headers.get('content-type')).toMatch(
    /^text\/javascript/,
  );
  for (const path of [
    '../outside.txt',
    '..%2foutside.txt',
    '%2e%2e/outside.txt',
    'link.txt',
    'assets',
    'nothing.js',
    '%zz',
  ]) {
    expect([path, (await desktop.request(`app://quittance/${path}`)).status]).toEqual([path, 404]);
  }
  expect((await desktop.request('app://elsewhere/index.html')).status).toBe(404);
  expect((await desktop.request('app://quittance/', 'POST')).status).toBe(405);
  await quit(desktop);
});

test('a second instance hands over its link and goes; links and menus lead the page, never into another app', async () => {
  const place = makeFolder();
  const second = await startDesktop(place, { isSecondInstance: true });
  expect([second.app.hasQuit, second.windows.length, second.threads.length]).toEqual([true, 0, 0]);

  const desktop = await startDesktop(place, undefined, {
    argv: ['quittance', '--flag', 'quittance://invoices/abc123'],
  });
  expect(desktop.app.protocols).toEqual(['quittance']);
  const window = desktop.windows[0];
  expect(window?.webContents.mainFrame.url).toBe('app://quittance/index.html#/invoices/abc123');
  const { view } = openApp(desktop);
  desktop.app.emit('second-instance', {}, ['quittance', 'quittance://contacts']);
  expect(view.location.hash).toBe('#/contacts');
  expect(window?.focused).toBe(1);
  desktop.app.emit('second-instance', {}, ['quittance', 'quittance://invoices/../../evil', 'https://evil.example']);
  expect(view.location.hash).toBe('#/contacts');
  const items = desktop.menus[0]?.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : [])) ?? [];
  items.find((item) => item.label === 'Settings')?.click?.(undefined as never, undefined, undefined as never);
  expect(view.location.hash).toBe('#/settings');
  await quit(desktop);
});

test('the window comes back where it was, unless that screen is gone', async () => {
  const place = makeFolder();
  const stateFile = join(place.root, 'user', 'window-state.json');
  const first = await startDesktop(place, undefined, { platform: 'darwin' });
  const window = first.windows[0];
  if (!window) throw new Error('no window');
  window.bounds = { x: 300, y: 200, width: 900, height: 700 };
  window.close();
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual({ bounds: window.bounds, maximized: false });
  // On macOS the app lives on without a window, and a click on its icon opens one.
  expect(first.app.hasQuit).toBe(false);
  first.app.emit('activate');
  expect(first.windows[1]?.options).toMatchObject({ x: 300, y: 200, width: 900, height: 700, show: false });
  await quit(first);

  mkdirSync(join(place.root, 'user'), { recursive: true });
  writeFileSync(stateFile, JSON.stringify({ bounds: { x: 5000, y: 200, width: 900, height: 700 }, maximized: true }));
  const second = await startDesktop(place);
  expect(second.windows[0]?.options).toMatchObject({ width: 900, height: 700 });
  expect(second.windows[0]?.options.x).toBeUndefined();
  await quit(second);
  writeFileSync(stateFile, '{"bounds": {"width": -5}}');
  const third = await startDesktop(place);
  expect(third.windows[0]?.options).toMatchObject({ width: 1280, height: 860 });
  await quit(third);
});

test('preload and app mean the same by their messages', () => {
  expect([channels.portMessage, channels.portRequest]).toEqual([portMessage, portRequest]);
});
