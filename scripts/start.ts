import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { startPracticeWorld, type PracticeWorld } from '../practice/start-practice-world.ts';
import { parseCount } from '../src-main/cli/parse-number-options.ts';
import { resolveDataFolders, type DataFolders } from '../src-main/data-folders.ts';
import { lockDataFolder } from '../src-main/engine/database/data-lock.ts';
import { buildRenderer } from './app/build-renderer.ts';
import { findElectron } from './app/find-electron.ts';
import { openElectronApp } from './app/open-electron-app.ts';
import { openInBrowser } from './app/open-in-browser.ts';
import { openWebApp } from './app/open-web-app.ts';
import { loadStartSettings, type StartSettings } from './app/start-settings.ts';

await main();

/**
 * Opens the app: in practice mode with a world of its own unless settings name a relay; in a window, else the browser.
 */
async function main(): Promise<void> {
  const flags = readFlags();
  const settings = loadStartSettings(process.env);
  if (!settings.ok) return giveUp(settings.problem.message, 2);
  const { relayOrigin } = settings.value;
  const place = { env: process.env, platform: process.platform, homeDir: homedir(), cwd: process.cwd() };
  const folders = foldersFor(relayOrigin, resolveDataFolders(place, flags.data));
  const root = dirname(folders.dataDir);
  const lock = relayOrigin === null ? lockDataFolder(join(root, 'world')) : null;
  if (lock && !lock.ok) return giveUp(lock.problem.message, 4);
  if (flags.fresh && relayOrigin === null) await forget(root);

  say('Building the app …');
  await buildRenderer();
  let world: PracticeWorld | null = null;
  if (relayOrigin === null) {
    say('Starting the practice world: a chain, a mailbox and a relay on this machine …');
    world = await startPracticeWorld({ folder: root, log: () => undefined });
  }
  const stopWorld = async (): Promise<void> => world?.stop();
  try {
    const stopApp = await openApp(flags, settings.value, folders, world, stopWorld);
    onEnd(async () => {
      await stopApp();
      await stopWorld();
      // Named here so that it is held to the end: a lock that nothing refers to goes with the next garbage collection.
      if (lock?.ok) lock.value.release();
    });
  } catch (error) {
    await stopWorld();
    giveUp(error instanceof Error ? error.message : String(error), 1);
  }
}

interface Flags {
  readonly fresh: boolean;
  readonly data?: string;
  readonly port?: number;
  readonly browser: boolean;
  readonly open: boolean;
}

function readFlags(): Flags {
  return new Command('npm start --')
    .description('Opens the app: in practice mode with a world of its own, or with the relay that the settings name.')
    .usage('[options]')
    .option('--fresh', 'begin anew: forget the practice world and everything in it (never touches real data)', false)
    .option('--data <dir>', 'keep real data in this folder, and the practice world in a folder practice beside it')
    .option(
      '--port <number>',
      'serve the browser app on this port (default: 4870; the next free one if it is taken)',
      parseCount(65_535),
    )
    .option('--browser', 'use the browser even where an Electron window could be opened', false)
    .option('--no-open', 'print the address without opening it')
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse()
    .opts<Flags>();
}

/** Practice data lies beside real data, never in it. */
function foldersFor(relayOrigin: string | null, folders: DataFolders): DataFolders {
  if (relayOrigin !== null) return folders;
  return { ...folders, dataDir: join(dirname(folders.dataDir), 'practice', 'app') };
}

async function forget(root: string): Promise<void> {
  const parts = ['app', 'relay', 'mail', 'chain.json', 'ports.json', 'practice-world.json'];
  for (const part of parts) await rm(join(root, part), { recursive: true, force: true });
}

/** Opens a window, or serves a browser; answers how to close it. */
async function openApp(
  flags: Flags,
  settings: StartSettings,
  folders: DataFolders,
  world: PracticeWorld | null,
  onClosed: () => Promise<void>,
): Promise<() => Promise<void>> {
  const electron = flags.browser ? { missing: 'you asked for the browser' } : await findElectron(say);
  if ('program' in electron) {
    say(world ? practiceWords(world) : `Working with the relay at ${settings.relayOrigin}.`);
    return openElectronApp({ program: electron.program, folders, settings, world, onClosed });
  }
  const port = flags.port ?? settings.port;
  const { relayOrigin, relayInvite, passphrase } = settings;
  const { dataDir, keyDir } = folders;
  const app = await openWebApp({
    dataDir,
    keyDir,
    practice: world?.addresses ?? null,
    relayOrigin,
    relayInvite,
    passphrase,
    port,
  });
  if (!app.ok) throw new Error(app.problem.message);
  const url = app.value.host.openUrl();
  say(`Opening in the browser, because ${electron.missing}.`);
  say(world ? practiceWords(world) : `Working with the relay at ${relayOrigin}.`);
  say(`\n  Quittance  ${url}\n\nThe address is good once, for one browser. Press Ctrl-C to stop.`);
  if (flags.open) openInBrowser(url);
  return app.value.stop;
}

function practiceWords(world: PracticeWorld): string {
  return `Practice mode: nothing here is real money. Emails arrive at ${world.addresses.mailInboxUrl}`;
}

function onEnd(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => giveUp(String(error), 1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function giveUp(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
