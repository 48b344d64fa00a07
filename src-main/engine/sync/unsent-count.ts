import { BehaviorSubject, type Observable, type Subscription } from 'rxjs';
import { syncedCollections, type EngineDatabase, type SyncedCollectionName } from '../database/engine-database.ts';

/**
 * Counts documents that were changed on this device since it started and that the relay has not taken yet: what "n waiting"
 * shows while offline. What replication itself writes is not counted: also where two devices wrote the same news of the relay, and this
 * one's copy gave way to the other's.
 */
export function createUnsentCount(db: EngineDatabase) {
  const waiting = new Set<string>();
  const count$ = new BehaviorSubject(0);
  const subscriptions: Subscription[] = [];
  const tell = (): void => {
    if (count$.value !== waiting.size) count$.next(waiting.size);
  };
  for (const name of syncedCollections) {
    subscriptions.push(
      db[name].eventBulks$.subscribe((bulk) => {
        // What replication writes is what the relay has, or a merge that it is about to send.
        const isFromRelay = bulk.context.startsWith('replication-');
        for (const { documentId } of bulk.events)
          if (isFromRelay) waiting.delete(`${name}/${documentId}`);
          else waiting.add(`${name}/${documentId}`);
        tell();
      }),
    );
  }
  return {
    count$,
    /** Takes documents off the count as a replication sends them, or learns that the relay has them. */
    follow(name: SyncedCollectionName, state: { readonly sent$: Observable<unknown> }): void {
      subscriptions.push(
        state.sent$.subscribe((document) => {
          waiting.delete(`${name}/${(document as { id: string }).id}`);
          tell();
        }),
      );
    },
    stop(): void {
      for (const subscription of subscriptions) subscription.unsubscribe();
      count$.complete();
    },
  };
}
