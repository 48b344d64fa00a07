import * as electron from 'electron';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { resolveDataFolders } from '../data-folders.ts';
import { findPracticeWorld } from '../find-practice-world.ts';
import { startShell } from './start-shell.ts';

// The entry of the desktop app. The bundled app lies in dist/: shell/main.js, shell/preload.cjs, engine/, renderer/.
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { env, platform } = process;
const folders = resolveDataFolders({ env, platform, homeDir: homedir(), cwd: process.cwd() }, undefined);

// Not awaited: Electron becomes ready only after this file has run to its end.
startShell(electron, {
  folders,
  platform,
  argv: process.argv,
  rendererDir: file('../renderer'),
  preload: file('./preload.cjs'),
  engineModule: file('../engine/engine-process.js'),
  relayOrigin: env['QUITTANCE_RELAY'] || null,
  passphrase: env['QUITTANCE_PASSPHRASE'] || null,
  findPractice: () => findPracticeWorld(folders.practiceFile, { fetch: globalThis.fetch }),
}).catch((error: unknown) => {
  electron.dialog.showErrorBox('Quittance cannot start', error instanceof Error ? error.message : String(error));
  electron.app.exit(1);
});
