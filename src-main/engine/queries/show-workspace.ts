import manifest from '../../../package.json' with { type: 'json' };
import { signatureFingerprint } from '../../../shared/sealing/canonical-signature.ts';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { WorkspaceView } from '../../../shared/app-api/workspace-view.ts';
import { deviceKeys, readDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { countUndecided } from '../ledger/inbox.ts';
import { relayOriginOf } from '../invoices/invoice-context.ts';
import type { SyncHandle } from '../sync/start-sync.ts';
import { readSettings } from '../workspace/settings-store.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The whole app's state: for banners, the first run and the line that says how the relay stands. */
export async function showWorkspace(
  db: EngineDatabase,
  options: EngineOptions,
  workspace: Workspace,
  sync: SyncHandle | null,
): Promise<WorkspaceView> {
  const status = workspace.status$.value;
  const [settings, phraseConfirmed, deviceName, series, waiting, failed, quarantined, unmatched] = await Promise.all([
    readSettings(db, options.practice),
    readDeviceValue<boolean>(db, deviceKeys.phraseConfirmed),
    readDeviceValue<string>(db, deviceKeys.deviceName),
    workspace.series(),
    db.jobs.count({ selector: { status: { $in: ['queued', 'waiting', 'running'] } } }).exec(),
    db.jobs.count({ selector: { status: 'failed' } }).exec(),
    db.quarantine.find().exec(),
    countUndecided(db),
  ]);
  const connection = sync?.session.connection$.value;
  return {
    state: status.state,
    name: settings.seller.name,
    phraseConfirmed: phraseConfirmed ?? false,
    practice: options.practice !== null,
    deviceName: deviceName ?? '',
    deviceSeries: series.ok ? series.value : '',
    signingFingerprint:
      status.state === 'ready' ? signatureFingerprint(bytesToHex(status.keys.signing.publicKey)) : null,
    relay: {
      origin: relayOriginOf(settings, options),
      status: connection?.status ?? 'none',
      detail: connection?.detail ?? '',
      lastOnlineAt: connection?.lastOnlineAt?.toISOString() ?? null,
    },
    queued: waiting + (sync?.queued$.value ?? 0),
    failedJobs: failed,
    quarantined: quarantined.filter(({ cause }) => cause === 'unreadable').length,
    refused: quarantined.filter(({ cause }) => cause === 'refused').length,
    unmatched,
    chains: [...(sync?.chains$.value ?? [])],
    practiceWallet: options.practice?.wallet ?? null,
    mailInboxUrl: options.practice?.mailInboxUrl ?? null,
    version: manifest.version,
  };
}
