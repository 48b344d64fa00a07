import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { channelPair } from '../../shared/app-api/channel.ts';
import { createAppClient, type AppClient } from '../../shared/app-api/app-client.ts';
import { serveApp } from '../../shared/app-api/serve-app.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { openEngine } from '../engine/open-engine.ts';
import { readRelayOrigin } from '../relay-origin.ts';
import { chooseSecretStore } from './choose-secret-store.ts';
import type { CliIo } from './cli-io.ts';
import { createFileLog } from '../file-log.ts';
import { resolveDataFolders, type DataFolders } from '../data-folders.ts';
import { findPracticeWorld } from '../find-practice-world.ts';
import { readOnce } from './read-once.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly relay?: string;
}

/** An engine opened for one command, reached over `app-api` as the window reaches it. */
export interface CliSession {
  readonly client: AppClient;
  readonly folders: DataFolders;
  /** The workspace as it stood when the session began. */
  readonly workspace: WorkspaceView;
  close(): Promise<void>;
}

/** Where the engine's log of the command line lies. */
export function logFile(folders: DataFolders): string {
  return join(folders.dataDir, 'logs', 'cli.log');
}

/**
 * Opens the engine on the data folder that the options name.
 *
 * `expects: 'workspace'` fails with `workspace.absent` (and makes no folder) or `workspace.locked`; `'anything'` opens
 * whatever is there. Fails also with what the engine says, and with `relay.malformed`.
 */
export async function openSession(
  options: GlobalOptions,
  io: CliIo,
  expects: 'workspace' | 'anything',
): Promise<Result<CliSession>> {
  const folders = resolveDataFolders(io, options.data);
  if (expects === 'workspace' && !existsSync(folders.dataDir)) return absent(folders);
  const asked = readRelayOrigin(options.relay ?? (io.env['QUITTANCE_RELAY'] || null));
  if (!asked.ok) return asked;
  const running = await findPracticeWorld(folders.practiceFile, io);
  const practice = asked.value === null || asked.value === running?.relayOrigin ? running : null;
  const secrets = chooseSecretStore(folders, io);
  if (!secrets.ok) return secrets;
  const engine = await openEngine({
    dataDir: folders.dataDir,
    secrets: secrets.value,
    practice,
    relayOrigin: asked.value ?? practice?.relayOrigin ?? null,
    relayInvite: io.env['QUITTANCE_INVITE'] || null,
    now: io.now,
    random: io.random,
    fetch: io.fetch,
    log: createFileLog(logFile(folders), io.now),
  });
  if (!engine.ok) return engine;
  const channels = channelPair();
  serveApp(channels.engine, engine.value.handlers);
  const client = createAppClient(channels.app);
  const close = async (): Promise<void> => {
    channels.app.close();
    await engine.value.close();
  };
  const workspace = await readOnce(client, 'workspace', {});
  const problem = workspace.ok && expects === 'workspace' ? unready(workspace.value, folders) : workspace;
  if (!problem.ok || !workspace.ok) {
    await close();
    return problem.ok ? absent(folders) : problem;
  }
  return ok({ client, folders, workspace: workspace.value, close });
}

function unready(workspace: WorkspaceView, folders: DataFolders): Result<WorkspaceView> {
  if (workspace.state === 'absent') return absent(folders);
  if (workspace.state === 'ready') return ok(workspace);
  return fail(
    'workspace.locked',
    `The workspace in ${folders.dataDir} is locked. Set QUITTANCE_PASSPHRASE to its passphrase.`,
  );
}

function absent(folders: DataFolders): Result<never> {
  return fail(
    'workspace.absent',
    `There is no workspace in ${folders.dataDir} yet. Begin one with "quittance init", or name its folder with --data.`,
  );
}
