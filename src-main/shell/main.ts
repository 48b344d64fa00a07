import * as electron from 'electron';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { resolveDataFolders } from '../data-folders.ts';
import { findPracticeWorld } from '../find-practice-world.ts';
import { readRelayOrigin } from '../relay-origin.ts';
import { startShell } from './start-shell.ts';

// The entry of the desktop app. The bundled app lies in dist/: shell/main.js, shell/preload.cjs, engine/, renderer/.
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { env, platform } = process;
const folders = resolveDataFolders({ env, platform, homeDir: homedir(), cwd: process.cwd() }, undefined);

const relay = readRelayOrigin(env['QUITTANCE_RELAY'] || null);
const options = {
  folders,
  platform,
  argv: process.argv,
  rendererDir: file('../renderer'),
  preload: file('./preload.cjs'),
  engineModule: file('../engine/engine-process.js'),
  passphrase: env['QUITTANCE_PASSPHRASE'] || null,
  relayInvite: env['QUITTANCE_INVITE'] || null,
  findPractice: () => findPracticeWorld(folders.practiceFile, { fetch: globalThis.fetch }),
};

function cannotStart(why: string): void {
  electron.dialog.showErrorBox('Quittance cannot start', why);
  electron.app.exit(1);
}

// Not awaited: Electron becomes ready only after this file has run to its end.
if (relay.ok)
  startShell(electron, { ...options, relayOrigin: relay.value }).catch((error: unknown) =>
    cannotStart(error instanceof Error ? error.message : String(error)),
  );
else cannotStart(`QUITTANCE_RELAY: ${relay.problem.message}`);
