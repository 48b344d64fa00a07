import { auditTime, BehaviorSubject, concatMap, type Observable, type Subscription } from 'rxjs';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import { syncedCollections, type EngineDatabase, type SyncedCollectionName } from '../database/engine-database.ts';

/** A replication, as far as the count follows it. */
interface Followed {
  readonly sent$: Observable<unknown>;
  awaitInitialReplication(): Promise<void>;
}

/** Milliseconds in which changes gather before they are written down: most are sent by then. */
const storeEvery = 500;

/**
 * Counts documents that were changed on this device and that the relay has not taken yet: what "n waiting" shows while
 * offline, also after a restart. What replication itself writes is not counted: also where two devices wrote the same
 * news of the relay, and this one's copy gave way to the other's.
 *
 * @param onTrouble Told when the count could not be read or written; it is right again once the relay was reached.
 */
export function createUnsentCount(db: EngineDatabase, onTrouble: (error: unknown) => void) {
  const unsent = createUnsentKeys(db);
  const count$ = new BehaviorSubject(0);
  const tell = (): void => {
    if (count$.value !== unsent.size()) count$.next(unsent.size());
  };
  const loaded = unsent.load().then(tell, onTrouble);
  const store = (): Promise<void> => loaded.then(unsent.store).catch(onTrouble);
  const subscriptions: Subscription[] = syncedCollections.map((name) =>
    db[name].eventBulks$.subscribe((bulk) => {
      // What replication writes is what the relay has, or a merge that it is about to send.
      const isFromRelay = bulk.context.startsWith('replication-');
      for (const { documentId } of bulk.events) unsent.set(`${name}/${documentId}`, !isFromRelay);
      tell();
    }),
  );
  subscriptions.push(count$.pipe(auditTime(storeEvery), concatMap(store)).subscribe());
  return {
    count$,
    /** Takes documents off the count as a replication sends them, or learns that the relay has them. */
    follow(name: SyncedCollectionName, state: Followed): void {
      subscriptions.push(
        state.sent$.subscribe((document) => {
          unsent.set(`${name}/${(document as { id: string }).id}`, false);
          tell();
        }),
      );
      // All that was changed before has been offered by then.
      Promise.all([loaded, state.awaitInitialReplication()]).then(() => {
        unsent.forgetLeft(`${name}/`);
        tell();
      }, onTrouble);
    },
    async stop(): Promise<void> {
      for (const subscription of subscriptions) subscription.unsubscribe();
      await store();
      count$.complete();
    },
  };
}

/** The documents themselves, as `collection/id`, in memory and on disk. */
function createUnsentKeys(db: EngineDatabase) {
  const waiting = new Set<string>();
  /**
   * What an earlier run left and nobody has touched since: the relay may have it, if that run was cut short just then.
   */
  const left = new Set<string>();
  let stored = '[]';
  return {
    size: () => waiting.size,
    set(key: string, isWaiting: boolean): void {
      left.delete(key);
      if (isWaiting) waiting.add(key);
      else waiting.delete(key);
    },
    forgetLeft(prefix: string): void {
      for (const key of left) if (key.startsWith(prefix)) this.set(key, false);
    },
    async load(): Promise<void> {
      const keys = (await readDeviceValue<string[]>(db, deviceKeys.unsent)) ?? [];
      for (const key of keys) if (!waiting.has(key)) left.add(key);
      for (const key of keys) waiting.add(key);
      stored = JSON.stringify(keys);
    },
    async store(): Promise<void> {
      const keys = [...waiting];
      if (JSON.stringify(keys) === stored) return;
      await writeDeviceValue(db, deviceKeys.unsent, keys);
      stored = JSON.stringify(keys);
    },
  };
}
