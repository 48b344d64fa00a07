import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findViolations } from '../../helpers/find-violations.ts';
import { finishAnimations } from '../../helpers/finish-animations.ts';
import { chromiumFlags, findChromium } from '../../../practice/browser/find-chromium.ts';
import type { ScriptedOptions } from '../../helpers/scripted-engine.ts';
import { startScriptedServer, type ScriptedServer } from '../../helpers/scripted-server.ts';
import { buildApp } from './build-app.ts';

/** A page on a scripted world, and what went wrong in it. */
export interface AppPage {
  readonly page: Page;
  readonly server: ScriptedServer;
  /** Errors of the page and of its console, among them everything that the content policy blocked. */
  readonly errors: string[];
}

/** Builds the app once for a test file and opens it as often as its tests like; everything is closed after each. */
export function useAppWorld(): { open: (options?: ScriptedOptions, hash?: string) => Promise<AppPage> } {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof buildApp>>;
  const closers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    app = await buildApp();
    browser = await chromium.launch({ executablePath: findChromium('headless'), args: [...chromiumFlags] });
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await browser.close();
    await app.remove();
  });
  return {
    async open(options = {}, hash = '') {
      const server = await startScriptedServer(app.dist, options);
      closers.push(server.close);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      closers.push(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(server.url + hash);
      await page.locator('h1').first().waitFor();
      return { page, server, errors };
    },
  };
}

/** Holds a page to WCAG 2.2 AA as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  await finishAnimations(page);
  expect(await findViolations(page)).toEqual([]);
}
