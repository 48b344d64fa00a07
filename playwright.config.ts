import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './practice/browser/find-chromium.ts';

/**
 * The end-to-end suite: the app in Electron where its binary is here, otherwise in Chromium through the web host. A test
 * that fails is a failure: nothing is tried a second time.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  // Limits against hanging on a loaded machine, not measures.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 40_000,
    navigationTimeout: 40_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    // A film of every test, or its page's tree after every step, costs a small machine more than the tests do; the picture
    // of a failure tells enough.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findChromium('headless'), args: [...chromiumFlags] },
  },
});
