import { bytesToHex } from '@noble/hashes/utils.js';
import type { RxCollection } from 'rxdb';
import { BehaviorSubject, type Observable, type Subscription } from 'rxjs';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { Checkpoint } from '../../../shared/relay-api/common.ts';
import type { ChainState } from '../../../shared/relay-api/links.ts';
import { signAccountChallenge } from '../../../shared/sealing/account-challenge.ts';
import type { WorkspaceKeys } from '../../../shared/sealing/workspace-keys.ts';
import { publishAgain } from '../courier/publish-again.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { SyncedDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { syncedCollections } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { recordRelayEvents } from '../ledger/record-relay-events.ts';
import { claimPlace } from '../workspace/claim-place.ts';
import { startCheckingPayments } from './check-payments.ts';
import { coalesce } from './coalesce.ts';
import { createDocumentSealer } from './document-sealer.ts';
import { readEvents } from './read-events.ts';
import { createAbsentSession, startRelaySession, type RelaySession } from './relay-session.ts';
import { createUnsentCount } from './unsent-count.ts';
import { openQuarantine } from './quarantine.ts';
import { replicateSealed, type SealedReplication } from './sealed-replication.ts';

/** What sync works on. `settings$` gives the present settings at once and after each change. */
export interface SyncDeps {
  readonly db: EngineDatabase;
  readonly keys: WorkspaceKeys;
  readonly options: EngineOptions;
  readonly settings$: Observable<Settings>;
  readonly deviceId: string;
  readonly deviceName: string;
  /** Told when sync has queued work for the courier. */
  readonly onJobs: () => void;
}

/** Sync as the rest of the engine sees it. */
export interface SyncHandle {
  readonly session: RelaySession;
  readonly chains$: BehaviorSubject<readonly ChainState[]>;
  /** Documents changed here that the relay has not confirmed. */
  readonly queued$: BehaviorSubject<number>;
  stop(): Promise<void>;
}

/**
 * Milliseconds between looks at how far the relay has read its chains, and at what could not be read
 * before, while connected.
 */
const lookInterval = 10_000;

/** Starts following one relay: documents both ways, events in, payments checked on the owner's own endpoints. */
export function startSync(deps: SyncDeps, origin: string | null): SyncHandle {
  const { db, options } = deps;
  const session = origin === null ? createAbsentSession() : openSession(deps, origin);
  const chains$ = new BehaviorSubject<readonly ChainState[]>([]);
  const unsent = createUnsentCount(db, (error) =>
    options.log.warn('what waits could not be counted', { error: String(error) }),
  );
  const verification = startCheckingPayments(deps);
  const subscriptions: Subscription[] = [];
  let replications: { epoch: string; running: SealedReplication<unknown>[] } = { epoch: '', running: [] };
  const readChains = coalesce(async () => {
    const answer = await session.client.call('listChains', {});
    if (answer.ok) chains$.next(answer.value.chains);
  });
  // True from a request until it has been met: the relay tells of each event once, so what fails is asked for again.
  let isBehind = false;
  const catchUp = coalesce(async () => {
    isBehind = true;
    const epoch = await readAllEvents(deps, session, () => void verification.check());
    if (!epoch.ok) return options.log.warn('events could not be read', { code: epoch.problem.code });
    if (await publishAgain(db, origin ?? '', epoch.value, options.now())) deps.onJobs();
    if (epoch.value !== replications.epoch) {
      replications = await restartReplications(deps, session, epoch.value, replications, unsent);
      guarded(() => takePlace(db, session, replications.running))();
    }
    isBehind = false;
  });
  let isStopped = false;
  // What was under way when sync was stopped finds the database closed.
  const guarded = (task: () => Promise<void>) => (): void =>
    void task().catch((error: unknown) => isStopped || options.log.error('sync failed', { error: String(error) }));

  subscriptions.push(
    session.signals$.subscribe((signal) => {
      if (signal !== 'feed') guarded(catchUp)();
      if (signal !== 'event') for (const replication of replications.running) replication.pull();
      if (signal !== 'feed') guarded(readChains)();
    }),
  );
  const lookTimer = setInterval(() => {
    if (session.connection$.value.status !== 'online') return;
    guarded(readChains)();
    if (isBehind) guarded(catchUp)();
  }, lookInterval);

  return {
    session,
    chains$,
    queued$: unsent.count$,
    async stop() {
      isStopped = true;
      clearInterval(lookTimer);
      for (const subscription of subscriptions) subscription.unsubscribe();
      await unsent.stop();
      await session.stop();
      await Promise.all(replications.running.map((replication) => replication.state.cancel()));
      await verification.stop();
    },
  };
}

/** Takes in what the relay has told since the last time; answers the epoch in force. */
function readAllEvents({ db, options }: SyncDeps, { client, origin }: RelaySession, onNews: () => void) {
  return readEvents({
    client,
    loadCheckpoint: () => readDeviceValue<Checkpoint>(db, eventsKey(origin)),
    saveCheckpoint: (checkpoint) => writeDeviceValue(db, eventsKey(origin), checkpoint),
    record: async (events) => {
      await recordRelayEvents(db, events, options.now());
      onNews();
    },
  });
}

function openSession(deps: SyncDeps, origin: string): RelaySession {
  const { keys, options } = deps;
  return startRelaySession({
    origin,
    accountKey: bytesToHex(keys.account.publicKey),
    signChallenge: (challenge) => signAccountChallenge({ challenge, origin: new URL(origin).origin }, keys.account),
    device: { id: deps.deviceId, name: deps.deviceName },
    invite: options.relayInvite ?? null,
    fetch: options.fetch,
    now: options.now,
    log: options.log,
  });
}

/**
 * Ends the replications with a relay's old epoch, if any, and begins anew with this one: everything is offered again.
 */
async function restartReplications(
  deps: SyncDeps,
  session: RelaySession,
  epoch: string,
  before: { running: SealedReplication<unknown>[] },
  unsent: ReturnType<typeof createUnsentCount>,
): Promise<{ epoch: string; running: SealedReplication<unknown>[] }> {
  await Promise.all(before.running.map((replication) => replication.state.cancel()));
  const { db, keys, options } = deps;
  const quarantine = await openQuarantine(db, options.now);
  const running = syncedCollections.map((name) => {
    const replication = replicateSealed<SyncedDocument>({
      collection: db[name] as unknown as RxCollection<SyncedDocument>,
      sealer: createDocumentSealer(name, keys, options.random),
      client: session.client,
      origin: session.origin ?? '',
      epoch,
      idOf: (document) => document.id,
      ...quarantine,
    });
    replication.state.error$.subscribe((error) =>
      options.log.warn('a page of documents waits', { collection: name, error: error.code }),
    );
    unsent.follow(name, replication.state);
    return replication as SealedReplication<unknown>;
  });
  return { epoch, running };
}

/** A device without a place takes one when all that the relay has is here; see `claimPlace`. */
async function takePlace(
  db: EngineDatabase,
  { ordinal$ }: RelaySession,
  running: readonly SealedReplication<unknown>[],
): Promise<void> {
  if ((await readDeviceValue(db, deviceKeys.place)) !== null) return;
  await Promise.all(running.map(({ state }) => state.awaitInitialReplication()));
  if (running.some(({ state }) => state.isStopped())) return;
  if (ordinal$.value !== null) await claimPlace(db, ordinal$.value);
}

function eventsKey(origin: string | null): string {
  return `checkpoint:events:${origin ?? ''}`;
}
