import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findChromiumIfAny } from '../../practice/browser/find-chromium.ts';

/** A browser for the demo, or in one line why there is none. */
export type BrowserFound = { readonly path: string } | { readonly missing: string };

/** Finds Chromium or Chrome, or lets Playwright install its own (at most a minute); `say` is told when it does. */
export function findBrowser(say: (line: string) => void): BrowserFound {
  const present = findChromiumIfAny();
  if (present) return { path: present };
  say('No Chromium or Chrome here: installing one with Playwright …');
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 60_000 });
  const installed = findChromiumIfAny();
  return installed
    ? { path: installed }
    : { missing: 'no Chromium or Chrome was found, and Playwright could not install one' };
}
