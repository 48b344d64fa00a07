import { distinctUntilChanged, map, merge, type Observable, type Subscription } from 'rxjs';
import type { Settings } from '../../../shared/app-api/views.ts';
import { followRefund } from '../adjustments/follow-refund.ts';
import type { PaymentDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { markWaiting } from '../ledger/mark-waiting.ts';
import { recordVerification } from '../ledger/record-verification.ts';
import { listPaymentsToVerify } from './list-payments-to-verify.ts';
import { startVerificationLoop } from './verification-loop.ts';

/** What checking works on. `settings$` gives the present settings at once and after each change. */
export interface CheckPaymentsDeps {
  readonly db: EngineDatabase;
  readonly options: EngineOptions;
  readonly settings$: Observable<Settings>;
}

/** Checks payments on the owner's own endpoints: after `check()`, after another choice of endpoints, and by itself. */
export function startCheckingPayments({ db, options, settings$ }: CheckPaymentsDeps): {
  check(): Promise<void>;
  stop(): Promise<void>;
} {
  let endpoints: Settings['rpcEndpoints'] | null = null;
  const endpointsFor = (chainId: number): readonly string[] =>
    ownEndpoints(endpoints?.[String(chainId)] ?? [], chainId, options);
  const loop = startVerificationLoop({
    // Before the settings are read, nobody can say that there is no endpoint.
    list: () => (endpoints ? listPaymentsToVerify(db) : Promise.resolve([])),
    endpointsFor,
    async record(id, check) {
      await recordVerification(db, id, check, options.now());
      const isMoved = check.status === 'mismatch' && (await followRefund(db, id, endpointsFor, options.now()));
      if (isMoved) void loop.check();
    },
    now: options.now,
    onTrouble: (error) => options.log.error('payments could not be checked', { error: String(error) }),
  });
  const subscriptions = [
    settings$
      .pipe(
        map((settings) => settings.rpcEndpoints),
        distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
      )
      .subscribe((changed) => {
        endpoints = changed;
        void loop.check();
      }),
    watchArrivals(db, options, () => loop.check()),
  ];
  return {
    check: () => loop.check(),
    async stop() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      await loop.stop();
    },
  };
}

/** What comes from another device is checked here too: the payment, and the invoice whose terms say what it must be. */
function watchArrivals(db: EngineDatabase, { log }: EngineOptions, check: () => Promise<void>): Subscription {
  return merge(db.payments.eventBulks$, db.invoices.eventBulks$).subscribe((bulk) => {
    if (!bulk.context.startsWith('replication-')) return;
    const arrived = bulk.collectionName === 'payments' ? bulk.events.map((event) => event.documentData) : [];
    markWaiting(db, arrived as PaymentDocument[])
      .then(check)
      .catch((error: unknown) => log.error('payments could not be marked', { error: String(error) }));
  });
}

/** The practice chain's port can change from run to run, settings keep the one of their time: today's is asked as well. */
function ownEndpoints(chosen: readonly string[], chainId: number, { practice }: EngineOptions): readonly string[] {
  if (chosen.length === 0 || practice?.chainId !== chainId) return chosen;
  return [...new Set([practice.rpcUrl, ...chosen])];
}
