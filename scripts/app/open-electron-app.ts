import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PracticeWorld } from '../../practice/start-practice-world.ts';
import { worldFile } from '../../practice/start-practice-world.ts';
import type { DataFolders } from '../../src-main/data-folders.ts';
import { buildApp } from '../build-app.ts';
import { dirname } from 'node:path';
import type { StartSettings } from './start-settings.ts';

/** What the window is opened with. `onClosed` is told when its owner closes it. */
export interface ElectronAppOptions {
  readonly program: string;
  readonly folders: DataFolders;
  readonly settings: StartSettings;
  readonly world: PracticeWorld | null;
  readonly onClosed: () => Promise<void>;
}

/** Builds the shell and opens the app in an Electron window of its own process; answers how to close it. */
export async function openElectronApp(options: ElectronAppOptions): Promise<() => Promise<void>> {
  await buildApp();
  const project = fileURLToPath(new URL('../../', import.meta.url));
  const child = spawn(options.program, [project], {
    stdio: 'inherit',
    env: {
      ...process.env,
      QUITTANCE_DATA: options.folders.dataDir,
      ...(options.settings.relayOrigin ? { QUITTANCE_RELAY: options.settings.relayOrigin } : {}),
      ...(options.settings.relayInvite ? { QUITTANCE_INVITE: options.settings.relayInvite } : {}),
      ...(options.settings.passphrase ? { QUITTANCE_PASSPHRASE: options.settings.passphrase } : {}),
      ...(options.world ? { QUITTANCE_PRACTICE: worldFile(dirname(options.folders.dataDir)) } : {}),
    },
  });
  let closing = false;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  void ended.then(async () => {
    if (closing) return;
    await options.onClosed();
    process.exit(0);
  });
  return async () => {
    closing = true;
    child.kill();
    await ended;
  };
}
