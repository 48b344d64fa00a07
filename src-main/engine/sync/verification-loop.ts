import type { Payment } from '../../../shared/payment/payment.ts';
import { isBacked, paymentFacts, type PaymentCheck } from '../ledger/payment-check.ts';
import { coalesce } from './coalesce.ts';
import { beginRound, type EndpointRound } from './endpoint-round.ts';
import { verifyPayment, type ReportedPayment } from './verify-payment.ts';

/** A transfer that wants checking, under the id of its check, and the verdict it has so far. */
export interface PaymentToVerify extends ReportedPayment {
  readonly id: string;
  readonly verification: PaymentCheck | null;
}

/**
 * What the loop reads and writes. `list` says whether `more` waits for the next round; `endpointsFor` answers the
 * owner's own endpoints for a chain, best first.
 */
export interface VerificationLoopOptions {
  readonly list: () => Promise<{ readonly payments: readonly PaymentToVerify[]; readonly more: boolean }>;
  readonly endpointsFor: (chainId: number) => readonly string[];
  readonly record: (id: string, check: PaymentCheck) => Promise<void>;
  /** Told of every answer that denies a transfer, also one that says the same again and is not recorded anew. */
  readonly onDenied?: (id: string) => Promise<void>;
  readonly now: () => Date;
  /** Told when a run failed as a whole (a full disk, say); it is run again. */
  readonly onTrouble: (error: unknown) => void;
  /** Milliseconds between looks at payments that count and could still be taken back; 20,000 unless told. */
  readonly watchEvery?: number;
}

/**
 * Milliseconds until a payment that is not backed yet is asked for again: at once at first, then less and less often.
 */
const firstRetry = 200;
const longestRetry = 10_000;
/** Payments that are asked about at the same time. */
const atOnce = 8;

/**
 * Checks payments on the owner's own endpoints: `check()` after news, and by itself while any is not backed yet or not
 * final by the endpoint's own word. So a reorganisation is found even when the relay does not tell.
 */
export function startVerificationLoop(options: VerificationLoopOptions): {
  check(): Promise<void>;
  stop(): Promise<void>;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let retry = firstRetry;
  const memory: Memory = { recorded: new Set(), standing: new Map() };
  const runAll = async (): Promise<void> => {
    clearTimeout(timer);
    const { payments, more } = await options.list();
    const wait = await verifyAll(payments, options, memory);
    if ((wait === 'nothing' && !more) || stopped) return;
    const pause = wait === 'soon' ? retry : (options.watchEvery ?? 20_000);
    timer = setTimeout(() => void run(), more ? Math.min(pause, firstRetry) : pause);
    retry = wait === 'soon' ? Math.min(longestRetry, retry * 1.5) : firstRetry;
  };
  const run = coalesce(() =>
    runAll().catch((error: unknown) => {
      options.onTrouble(error);
      if (!stopped) timer = setTimeout(() => void run(), longestRetry);
    }),
  );
  return {
    check() {
      retry = firstRetry;
      return stopped ? Promise.resolve() : run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await run();
    },
  };
}

/** When the next look is due. */
type Wait = 'nothing' | 'later' | 'soon';

/**
 * What the loop knows since it began, by check: which were recorded, and on what basis ({@link basisOf}) an endpoint
 * last stood behind one. On the same basis it would say the same again, so it is not asked.
 */
interface Memory {
  readonly recorded: Set<string>;
  readonly standing: Map<string, string>;
}

async function verifyAll(
  payments: readonly PaymentToVerify[],
  options: VerificationLoopOptions,
  memory: Memory,
): Promise<Wait> {
  const queue = [...payments];
  const round = beginRound();
  let next: Wait = 'nothing';
  const work = async (): Promise<void> => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      const wait = await verifyOne(entry, options, memory, round);
      if (wait === 'soon' || next === 'nothing') next = wait;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, payments.length) }, work));
  return next;
}

/**
 * The first check of a run is always recorded: the run before it may have died between writing it and settling by it.
 */
async function verifyOne(
  entry: PaymentToVerify,
  options: VerificationLoopOptions,
  memory: Memory,
  round: EndpointRound,
): Promise<Wait> {
  const { id } = entry;
  const { recorded } = memory;
  const check = await ask(entry, options, memory, round);
  const isTold = recorded.has(id) && !isNews(entry.verification, check);
  if (!isTold && !isSilence(entry.verification, check)) {
    recorded.delete(id);
    await options.record(id, check);
    if (!check.isFinal) recorded.add(id);
  }
  if (check.status === 'mismatch') await options.onDenied?.(id);
  if (check.status === 'unchecked') return 'nothing';
  if (check.status === 'waiting') return 'soon';
  if (check.isFinal) return 'nothing';
  // What is denied may be on a fork that the endpoint leaves again.
  if (check.status === 'mismatch') return 'later';
  return isBacked(entry, check) ? 'later' : 'soon';
}

function isNews(before: PaymentCheck | null, now: PaymentCheck): boolean {
  if (!before) return true;
  const keys = ['status', 'detail', 'facts', 'confirmations', 'isFinal'] as const;
  return keys.some((key) => before[key] !== now[key]);
}

/** An endpoint that falls silent takes nothing back that it said of these very facts. */
function isSilence(before: PaymentCheck | null, now: PaymentCheck): boolean {
  return now.status === 'waiting' && before?.status === 'verified' && before.facts === now.facts;
}

/** Asks the endpoints in turn until one can say yes or no. */
async function ask(
  report: PaymentToVerify,
  { endpointsFor, now }: VerificationLoopOptions,
  { standing }: Memory,
  round: EndpointRound,
): Promise<PaymentCheck> {
  const { id, payment, linkId, verification } = report;
  let last = unchecked(payment, linkId);
  for (const endpoint of endpointsFor(payment.chainId)) {
    const basis = await basisOf(report, endpoint, round);
    if (basis !== null && standing.get(id) === basis && verification?.status === 'verified') return verification;
    last = await verifyPayment(report, { endpoint, round, now });
    if (last.status === 'verified' && basis !== null && !last.isFinal) standing.set(id, basis);
    else standing.delete(id);
    if (last.status !== 'waiting') return last;
  }
  return last;
}

/** What an endpoint's answer about a payment hangs on; null where it does not answer. */
async function basisOf(
  { payment, linkId, required, claim }: PaymentToVerify,
  endpoint: string,
  round: EndpointRound,
): Promise<string | null> {
  const head = await round.head(endpoint).catch(() => null);
  if (!head) return null;
  const said = JSON.stringify(claim, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return [endpoint, head.hash, head.safe, head.finalized, required, paymentFacts(payment, linkId), said].join(' ');
}

function unchecked(payment: Payment, linkId: string): PaymentCheck {
  return {
    status: 'unchecked',
    detail: 'No RPC endpoint of your own is set for this chain, so this is the word of the relay alone.',
    checkedAt: null,
    facts: paymentFacts(payment, linkId),
    confirmations: 0,
    isFinal: false,
  };
}
