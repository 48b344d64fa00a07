import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Debian's headless shell: the same engine without the windows that nobody sees. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/** Where Chromium or Chrome usually lies, by platform. */
const usual: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    headlessShell,
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/**
 * Finds a Chromium: `CHROMIUM_PATH`, the one that Playwright installed, or one in a usual place. Throws an error that says
 * how to get one.
 *
 * @param kind `browser` is the one that people use, where there is one; `headless` is the headless shell where there is
 *   one: its pages open in half the time, which is what hundreds of tests want
 */
export function findChromium(kind: 'browser' | 'headless' = 'browser'): string {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked && !existsSync(asked)) throw new Error(`CHROMIUM_PATH names ${asked}, where there is nothing.`);
  const quick = kind === 'headless' ? [headlessShell] : [];
  const places = [asked ?? '', ...quick, chromium.executablePath(), ...(usual[process.platform] ?? [])];
  const found = places.find((place) => place !== '' && existsSync(place));
  if (!found)
    throw new Error('No Chromium was found. Run "npx playwright install chromium", or set CHROMIUM_PATH to a browser.');
  return found;
}

/** The same for whoever can do without: null where there is none. */
export function findChromiumIfAny(): string | null {
  try {
    return findChromium();
  } catch {
    return null;
  }
}

/** Flags for a quiet, offline browser in tests; without a sandbox, which containers and root do not allow. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
