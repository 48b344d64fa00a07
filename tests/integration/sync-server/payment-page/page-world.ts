import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { chromiumFlags, findChromium } from '../../../../practice/browser/find-chromium.ts';
import { startPageServer, type PageServer } from './page-server.ts';

/** A running page server and a browser, and a fresh context for each page. */
export interface PageWorld {
  readonly server: PageServer;
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

/** A phone and a desktop, as the page is designed for. */
export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

/**
 * Starts server and browser for a test file and ends them after it. After every test, fails if any page threw an error or
 * broke its Content-Security-Policy.
 */
export function usePageWorld(): PageWorld {
  let server: PageServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startPageServer(),
      chromium.launch({ executablePath: findChromium('headless'), args: chromiumFlags }),
    ]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    server.trouble = null;
    server.streams = true;
    server.rpcCalls.length = 0;
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  return {
    get server() {
      return server;
    },
    async newPage(options = {}) {
      const context = await browser.newContext({ viewport: sizes.desktop, reducedMotion: 'reduce', ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
      });
      return page;
    },
  };
}
