import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { openApp, type OpenApp } from './open-app.ts';
import { setUpQuickly } from './owner-steps.ts';
import { startWorld, type World } from './world.ts';

/** A device of an owner's: the app on a data folder of its own. */
export interface Device {
  /** The page that shows the app now; another one after a restart. */
  readonly page: Page;
  readonly folder: string;
  /** Kills the app's process and opens it again on the same folder. */
  killAndReopen(): Promise<Page>;
}

/** A device with a workspace, whose money goes to `wallet`: an address that no other test uses. */
export interface Owner extends Device {
  readonly wallet: `0x${string}`;
}

interface Fixtures {
  /** Opens the app on an empty data folder, as often as a test likes. */
  openDevice: () => Promise<Device>;
  /** A device past its first run. */
  owner: Owner;
  /** Opens an address in a browser of its own, as a payer does. */
  openLink: (link: string) => Promise<Page>;
  /** What went wrong in any page: errors of scripts, and whatever a content policy blocked. Must be empty at the end. */
  complaints: string[];
}

/** Playwright's `test` with a practice world for each worker, and devices and payers for each test. */
export const test = base.extend<Fixtures, { world: World }>({
  world: [
    async ({}, use) => {
      const world = await startWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  complaints: [
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  openDevice: async ({ world, browser, complaints }, use) => {
    const closers: (() => Promise<void>)[] = [];
    await use(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'quittance-device-'));
      closers.push(() => rm(folder, { recursive: true, force: true }));
      const place = { folder, world: world.addresses, browser };
      let app: OpenApp = await openApp(place);
      listen(app.page, complaints);
      closers.push(() => app.close());
      return {
        folder,
        get page() {
          return app.page;
        },
        async killAndReopen() {
          await app.kill();
          app = await openApp(place);
          listen(app.page, complaints);
          return app.page;
        },
      };
    });
    for (const close of closers.reverse()) await close();
  },
  owner: async ({ openDevice }, use) => {
    const device = await openDevice();
    const wallet = privateKeyToAddress(generatePrivateKey());
    await setUpQuickly(device.page, wallet);
    await use(Object.defineProperty({ ...device, wallet }, 'page', { get: () => device.page }));
  },
  openLink: async ({ browser, complaints }, use) => {
    await use(async (link) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(link);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    });
  },
});

export { expect };

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`A dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
