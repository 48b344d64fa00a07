import { BehaviorSubject, Subject, combineLatest, distinctUntilChanged, map, type Observable } from 'rxjs';
import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceKeys } from '../../shared/sealing/workspace-keys.ts';
import { ok, type Result } from '../../shared/result.ts';
import { commandHandlers } from './command-handlers.ts';
import { startCourier, type Courier } from './courier/courier.ts';
import { deviceKeys, readDeviceValue } from './database/device-values.ts';
import type { EngineDatabase } from './database/engine-database.ts';
import { openDatabase, type OpenDatabase } from './database/open-database.ts';
import { catchStorageProblem } from './database/storage-problem.ts';
import type { EngineOptions } from './engine-options.ts';
import { createExclusive } from './exclusive.ts';
import { createPapers } from './invoices/create-papers.ts';
import { followUp } from './invoices/follow-up.ts';
import { finishIntents } from './invoices/intents.ts';
import { relayOriginOf, type InvoiceContext } from './invoices/invoice-context.ts';
import { receiptHooks } from './invoices/receipt-hooks.ts';
import { setSettledHooks } from './ledger/on-settled.ts';
import { watchArrivals } from './ledger/watch-arrivals.ts';
import { createPdfRenderer } from './pdf/create-pdf-renderer.ts';
import { queryHandlers } from './query-handlers.ts';
import { startSync, type SyncHandle } from './sync/start-sync.ts';
import { watchSettings } from './workspace/settings-store.ts';
import { openWorkspace, type Workspace } from './workspace/workspace.ts';

/** The local-first core, running: serve `handlers` on a channel (`serveApp`). `close` leaves nothing half written. */
export interface Engine {
  readonly handlers: AppHandlers;
  close(): Promise<void>;
}

/**
 * Opens the engine on its data folder, finishes what a crash left begun, and syncs as soon as the workspace is ready.
 *
 * Fails, with nothing changed, with what `openDatabase` and the secret store say (`data.in-use`,
 * `storage.newer-version`, `storage.full`, …).
 */
export async function openEngine(options: EngineOptions): Promise<Result<Engine>> {
  const opened = await openDatabase(options);
  if (!opened.ok) return opened;
  let isOpen = false;
  try {
    const engine = await catchStorageProblem(() => startEngine(options, opened.value));
    isOpen = engine.ok;
    return engine;
  } finally {
    if (!isOpen) await opened.value.close();
  }
}

async function startEngine(options: EngineOptions, { db, close }: OpenDatabase): Promise<Result<Engine>> {
  const opened = await openWorkspace(db, options);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  setSettledHooks(db, receiptHooks(db, options));
  await finishIntents(db, followUp);
  const renderer = createPdfRenderer();
  const papers = createPapers(db, options, renderer, workspace);
  const courier = await startCourier(db, options, { db, papers, now: options.now });
  const sync$ = new BehaviorSubject<SyncHandle | null>(null);
  const syncing = keepSyncing(db, options, workspace, courier, sync$);
  const arrivals = watchArrivals(db, options);
  const closed$ = new Subject<void>();
  const context: InvoiceContext = { db, options, workspace, courier, papers, exclusively: createExclusive() };
  return ok({
    handlers: {
      commands: commandHandlers({ ...context, session: () => sync$.value?.session ?? null }),
      queries: queryHandlers({ db, options, workspace, sync$, closed$ }),
      onBug: (error, where) => options.log.error('a bug', { where, error: describe(error) }),
    },
    async close() {
      closed$.next();
      await syncing.stop();
      await courier.stop();
      await arrivals.stop();
      // Commands that were asked for before are finished first.
      await context.exclusively(async () => {});
      await renderer.close();
      await close();
    },
  });
}

/** Follows the relay that settings name, from the moment the workspace is ready: another name is another session. */
function keepSyncing(
  db: EngineDatabase,
  options: EngineOptions,
  workspace: Workspace,
  courier: Courier,
  sync$: BehaviorSubject<SyncHandle | null>,
): { stop(): Promise<void> } {
  const settings$ = watchSettings(db, options);
  const exclusively = createExclusive();
  const target$ = combineLatest([workspace.status$, settings$]).pipe(
    map(([status, settings]) => ({
      keys: status.state === 'ready' ? status.keys : null,
      origin: relayOriginOf(settings, options),
    })),
    distinctUntilChanged((a, b) => a.keys === b.keys && a.origin === b.origin),
  );
  const stopCurrent = async (): Promise<void> => {
    const current = sync$.value;
    courier.use(null);
    sync$.next(null);
    await current?.stop();
  };
  const subscription = target$.subscribe(({ keys, origin }) => {
    exclusively(async () => {
      await stopCurrent();
      if (!keys) return;
      const sync = await beginSync(db, options, keys, { settings$, origin, onJobs: () => courier.wake() });
      sync$.next(sync);
      courier.use(sync.session);
    }).catch((error: unknown) => options.log.error('sync could not start', { error: describe(error) }));
  });
  return {
    async stop() {
      subscription.unsubscribe();
      await exclusively(stopCurrent);
    },
  };
}

async function beginSync(
  db: EngineDatabase,
  options: EngineOptions,
  keys: WorkspaceKeys,
  {
    origin,
    ...more
  }: { readonly settings$: Observable<Settings>; readonly origin: string | null; readonly onJobs: () => void },
): Promise<SyncHandle> {
  const deviceId = (await readDeviceValue<string>(db, deviceKeys.deviceId)) ?? '';
  const deviceName = (await readDeviceValue<string>(db, deviceKeys.deviceName)) ?? 'This computer';
  return startSync({ db, keys, options, deviceId, deviceName, ...more }, origin);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
