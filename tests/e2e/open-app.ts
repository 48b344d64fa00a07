import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { _electron, type Browser, type Page } from '@playwright/test';
import type { PracticeAddresses } from '../../practice/start-practice-world.ts';
import { worldFile } from '../../practice/start-practice-world.ts';
import { startAppHost } from './app-host.ts';
import { electronHere } from './electron-here.ts';

/** The app on one data folder: a window of Electron, or a page of the web host. */
export interface OpenApp {
  readonly page: Page;
  /** Kills the engine's process outright, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Where a device keeps its state, and the world that it lives in. */
export interface AppPlace {
  readonly folder: string;
  readonly world: PracticeAddresses;
  readonly browser: Browser;
}

/** Opens the app on `folder`, with what is left there from before. */
export async function openApp(place: AppPlace): Promise<OpenApp> {
  const electron = electronHere();
  const app = 'program' in electron ? await openInElectron(electron.program, place) : await openInBrowser(place);
  await app.page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 40_000 });
  return app;
}

async function openInBrowser({ folder, world, browser }: AppPlace): Promise<OpenApp> {
  const host = await startAppHost({
    dataDir: join(folder, 'app'),
    keyDir: join(folder, 'keys'),
    practice: world,
    relayOrigin: null,
    passphrase: null,
    port: 0,
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  return {
    page,
    async kill() {
      await host.kill();
      await context.close();
    },
    async close() {
      await context.close();
      await host.stop();
    },
  };
}

async function openInElectron(program: string, { folder, world }: AppPlace): Promise<OpenApp> {
  await writeFile(worldFile(folder), JSON.stringify(world));
  const app = await _electron.launch({
    executablePath: program,
    args: [process.cwd(), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...strings(process.env), QUITTANCE_DATA: join(folder, 'app'), QUITTANCE_PRACTICE: worldFile(folder) },
  });
  const page = await app.firstWindow();
  const ended = new Promise<void>((resolve) => void app.process().once('exit', () => resolve()));
  return {
    page,
    async kill() {
      app.process().kill('SIGKILL');
      await ended;
    },
    close: () => app.close(),
  };
}

function strings(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
