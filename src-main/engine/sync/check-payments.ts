import type { RxStorageChangeEvent } from 'rxdb';
import { distinctUntilChanged, map, merge, type Observable, type Subscription } from 'rxjs';
import type { Settings } from '../../../shared/app-api/settings.ts';
import { followRefund } from '../adjustments/follow-refund.ts';
import type { VerificationDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createLookout } from '../lookout/look-out.ts';
import { markArrivals } from '../ledger/mark-arrivals.ts';
import { markChains } from '../ledger/mark-chains.ts';
import { isUnasked } from '../ledger/mark-waiting.ts';
import { recordVerification } from '../ledger/record-verification.ts';
import { endpointsOf } from '../own-chain/own-endpoint.ts';
import { listPaymentsToVerify } from './list-payments-to-verify.ts';
import { watchDoubts } from './watch-doubts.ts';
import { startVerificationLoop } from './verification-loop.ts';

/** What checking works on. `settings$` gives the present settings at once and after each change. */
export interface CheckPaymentsDeps {
  readonly db: EngineDatabase;
  readonly options: EngineOptions;
  readonly settings$: Observable<Settings>;
}

/** Milliseconds until what could not be marked (a full disk) is marked again. */
const markRetry = 10_000;
const lookoutTimes = { every: 30_000, grace: 45_000 };

/**
 * Checks payments on the owner's own endpoints: after `check()`, what the owner decides, what other devices bring, and
 * another choice of endpoints, and by itself; and looks there for those that the relay does not tell of.
 */
export function startCheckingPayments({ db, options, settings$ }: CheckPaymentsDeps): {
  check(): Promise<void>;
  stop(): Promise<void>;
} {
  const onTrouble = (error: unknown): void =>
    options.log.error('payments could not be checked', { error: String(error) });
  let endpoints: Settings['rpcEndpoints'] | null = null;
  let marking: Promise<void> = Promise.resolve();
  let markAgain: ReturnType<typeof setTimeout> | undefined;
  const endpointsFor = (chainId: number): readonly string[] =>
    endpoints ? endpointsOf({ rpcEndpoints: endpoints }, options, chainId) : [];
  const loop = startVerificationLoop({
    list: () => (endpoints ? listPaymentsToVerify(db) : Promise.resolve({ payments: [], more: false })),
    endpointsFor,
    record: (id, check) => recordVerification(db, id, check, options.now()),
    async onDenied(id) {
      if (await followRefund(db, id, endpointsFor, options.now())) void loop.check();
    },
    now: options.now,
    onTrouble,
  });
  const mark = (): void => {
    clearTimeout(markAgain);
    marking = marking
      .then(() => markArrivals(db))
      // Before the settings are read, nobody can say that there is no endpoint.
      .then(() => (endpoints ? markChains(db, endpoints) : undefined))
      .then(() => void loop.check())
      .catch((error: unknown) => {
        onTrouble(error);
        markAgain = setTimeout(mark, markRetry);
      });
  };
  const doubts = watchDoubts(db, { now: options.now, onTrouble });
  const stopLooking = lookByItself({ db, options, endpointsFor, onTrouble, onFound: () => loop.check() });
  const subscriptions = [
    settings$
      .pipe(
        map((settings) => settings.rpcEndpoints),
        distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
      )
      .subscribe((changed) => {
        endpoints = changed;
        mark();
      }),
    watchArrivals(db, mark),
    watchNewQuestions(db, () => loop.check()),
  ];
  return {
    check: () => loop.check(),
    async stop() {
      for (const subscription of subscriptions) subscription.unsubscribe();
      await doubts.stop();
      await stopLooking();
      await marking;
      clearTimeout(markAgain);
      await loop.stop();
    },
  };
}

/** Looks for untold transfers from time to time; before the settings are read there is no endpoint to ask. */
function lookByItself({
  db,
  options: { now, log, lookout: times = lookoutTimes },
  endpointsFor,
  onTrouble,
  onFound,
}: Pick<CheckPaymentsDeps, 'db' | 'options'> & {
  readonly endpointsFor: (chainId: number) => readonly string[];
  readonly onTrouble: (error: unknown) => void;
  readonly onFound: () => Promise<void>;
}): () => Promise<void> {
  let stopped = false;
  const lookout = createLookout({ db, endpointsFor, now, log, grace: times.grace, isStopped: () => stopped });
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    if (await lookout()) await onFound();
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch(onTrouble)
      .finally(() => {
        looking = null;
      });
  }, times.every);
  return async () => {
    stopped = true;
    clearInterval(timer);
    await looking;
  };
}

/**
 * What comes from another device is checked here too: the transfer, and the invoice whose terms say what it must be.
 */
function watchArrivals(db: EngineDatabase, mark: () => void): Subscription {
  return merge(db.payments.eventBulks$, db.unmatched.eventBulks$, db.invoices.eventBulks$).subscribe(({ context }) => {
    if (context.startsWith('replication-')) mark();
  });
}

/**
 * What was decided here is checked at once: a transfer that its owner assigned or took back, a refund that was
 * recorded. Their checks become due with the decision; the loop's own answers are no new question.
 */
function watchNewQuestions({ verifications }: EngineDatabase, check: () => Promise<void>): Subscription {
  const isNew = ({ documentData: now, previousDocumentData: before }: RxStorageChangeEvent<VerificationDocument>) =>
    now.due && (before?.due === false || isUnasked(now));
  return verifications.eventBulks$.subscribe(({ events }) => {
    if (events.some(isNew)) void check();
  });
}
