import type { Verification } from '../../../shared/app-api/views.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import { coalesce } from './coalesce.ts';
import { verifyPayment } from './verify-payment.ts';

/** A payment that wants checking, and the verdict it has so far. */
export interface PaymentToVerify {
  readonly payment: Payment;
  readonly verification: Verification | null;
}

/** What the loop reads and writes. `endpointsFor` answers the owner's own endpoints for a chain, best first. */
export interface VerificationLoopOptions {
  readonly list: () => Promise<readonly PaymentToVerify[]>;
  readonly endpointsFor: (chainId: number) => readonly string[];
  readonly record: (paymentKey: string, verification: Verification) => Promise<void>;
  readonly now: () => Date;
  /** Milliseconds until payments that still wait are asked for again. */
  readonly retryAfter: number;
}

/** Checks payments on the owner's own endpoints: `check()` after news, and by itself while any still waits. */
export function startVerificationLoop(options: VerificationLoopOptions): {
  check(): Promise<void>;
  stop(): Promise<void>;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const run = coalesce(async () => {
    clearTimeout(timer);
    const payments = await options.list();
    const verdicts = await Promise.all(payments.map((entry) => verifyOne(entry, options)));
    const waits = verdicts.some((verdict) => verdict?.status === 'waiting');
    if (waits && !stopped) timer = setTimeout(() => void run(), options.retryAfter);
  });
  return {
    check: () => (stopped ? Promise.resolve() : run()),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await run();
    },
  };
}

async function verifyOne(entry: PaymentToVerify, options: VerificationLoopOptions): Promise<Verification | null> {
  const verification = await ask(entry.payment, options);
  const before = entry.verification;
  if (before?.status !== verification.status || before.detail !== verification.detail) {
    await options.record(entry.payment.key, verification);
  }
  return verification;
}

/** Asks the endpoints in turn until one can say yes or no. */
async function ask(payment: Payment, options: VerificationLoopOptions): Promise<Verification> {
  const endpoints = options.endpointsFor(payment.chainId);
  let last: Verification = {
    status: 'unchecked',
    detail: 'No RPC endpoint of your own is set for this chain, so this is the word of the relay alone.',
    checkedAt: null,
  };
  for (const endpoint of endpoints) {
    last = await verifyPayment(payment, { endpoint, now: options.now });
    if (last.status !== 'waiting') return last;
  }
  return last;
}
