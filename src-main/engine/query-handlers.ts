import { interval, switchMap, type BehaviorSubject, type Observable } from 'rxjs';
import { bugProblem } from '../../shared/app-api/bug-problem.ts';
import type { JobView } from '../../shared/app-api/job-view.ts';
import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import type { Problem } from '../../shared/result.ts';
import type { EngineDatabase, EngineDocuments } from './database/engine-database.ts';
import { storageProblemOf } from './database/storage-problem.ts';
import type { EngineOptions } from './engine-options.ts';
import { countInvoices } from './queries/count-invoices.ts';
import { dayChanges } from './queries/day-changes.ts';
import { jobView } from './queries/job-view.ts';
import { listContacts } from './queries/list-contacts.ts';
import { listInvoices } from './queries/list-invoices.ts';
import { liveQuery } from './queries/live-query.ts';
import { showInbox } from './queries/show-inbox.ts';
import { showInvoice } from './queries/show-invoice.ts';
import { showWorkspace } from './queries/show-workspace.ts';
import { listForwarders } from './receiving/list-forwarders.ts';
import { createAbsentSession } from './sync/relay-session.ts';
import type { SyncHandle } from './sync/start-sync.ts';
import { readSettings } from './workspace/settings-store.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Who hears a live query's values, and why there is none. */
type Listener<Value> = readonly [next: (value: Value) => void, onProblem: (problem: Problem) => void];

/** What queries read. */
export interface QueryContext {
  readonly db: EngineDatabase;
  readonly options: EngineOptions;
  readonly workspace: Workspace;
  readonly sync$: BehaviorSubject<SyncHandle | null>;
  /** Ends every watch that is still going when the engine closes. */
  readonly closed$: Observable<void>;
}

/** Milliseconds between looks at what forwarders hold, while somebody watches. */
const balanceLook = 15_000;

/** Most jobs that the list of jobs shows, newest first. */
const mostJobs = 200;

/** The engine's live queries: each asks the database anew when a collection that it reads has changed. */
export function queryHandlers(context: QueryContext): AppHandlers['queries'] {
  const { db, options, workspace, sync$ } = context;
  const day$ = dayChanges(options.now);
  const connection$ = sync$.pipe(switchMap((sync) => (sync?.session ?? createAbsentSession()).connection$));
  const isOnline = (): boolean => sync$.value?.session.connection$.value.status === 'online';
  const today = (): string => calendarDateAt(options.now());

  function live<Value>(
    name: string,
    changes: readonly Observable<unknown>[],
    compute: () => Promise<Value>,
    [next, onProblem]: Listener<Value>,
  ): () => void {
    const stop = liveQuery(changes, compute, next, (error) => {
      options.log.error('a query failed', { query: name, error: String(error) });
      onProblem(storageProblemOf(error) ?? bugProblem(name));
    });
    const closing = context.closed$.subscribe(stop);
    return () => {
      closing.unsubscribe();
      stop();
    };
  }

  return {
    workspace: (_, ...tell) =>
      live(
        'workspace',
        workspaceChanges(context, connection$),
        () => showWorkspace(db, options, workspace, sync$.value),
        tell,
      ),
    settings: (_, ...tell) => live('settings', [db.settings.$], () => readSettings(db, options.practice), tell),
    contacts: ({ search }, ...tell) =>
      live('contacts', [db.contacts.eventBulks$], () => listContacts(db, search), tell),
    invoices: (request, ...tell) =>
      live(
        'invoices',
        [...changesOf(db, ['invoices', 'payments', 'adjustments', 'verifications', 'jobs']), day$],
        () => listInvoices(db, request, today()),
        tell,
      ),
    invoiceCounts: (_, ...tell) =>
      live('invoiceCounts', [db.invoices.eventBulks$, day$], async () => countInvoices(db, today()), tell),
    invoice: ({ id }, ...tell) =>
      live(
        'invoice',
        [...changesOf(db, [...ledgerCollections, 'timeline', 'jobs']), connection$, day$],
        () => showInvoice(db, options, id, isOnline()),
        tell,
      ),
    inbox: (request, ...tell) => live('inbox', changesOf(db, ledgerCollections), () => showInbox(db, request), tell),
    forwarders: (_, ...tell) =>
      live(
        'forwarders',
        [db.payments.eventBulks$, db.settings.eventBulks$, interval(balanceLook)],
        () => listForwarders(db, options),
        tell,
      ),
    jobs: (_, ...tell) => live('jobs', [db.jobs.eventBulks$, connection$], () => listJobs(db, isOnline()), tell),
  };
}

/** What settlements and the inbox are made of. */
const ledgerCollections = ['invoices', 'payments', 'unmatched', 'adjustments', 'verifications', 'settings'] as const;

function changesOf(db: EngineDatabase, names: readonly (keyof EngineDocuments)[]): Observable<unknown>[] {
  return names.map((name) => db[name].eventBulks$ as Observable<unknown>);
}

async function listJobs(db: EngineDatabase, isOnline: boolean): Promise<JobView[]> {
  const found = await db.jobs.find({ sort: [{ createdAt: 'desc' }], limit: mostJobs }).exec();
  return found.map((job) => jobView(job.toMutableJSON(), isOnline));
}

function workspaceChanges(
  { db, workspace, sync$ }: QueryContext,
  connection$: Observable<unknown>,
): Observable<unknown>[] {
  return [
    db.settings.eventBulks$,
    db.device.eventBulks$,
    db.jobs.eventBulks$,
    db.quarantine.eventBulks$,
    db.unmatched.eventBulks$,
    db.adjustments.eventBulks$,
    workspace.status$,
    connection$,
    sync$.pipe(switchMap((sync) => sync?.queued$ ?? [])),
    sync$.pipe(switchMap((sync) => sync?.chains$ ?? [])),
  ];
}
