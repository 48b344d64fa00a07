import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paymentStates } from '../../../../shared/payment/payment.ts';
import { amountToSend } from '../../../../sync-server/payment-page/state/amount-to-send.ts';
import { progressSteps } from '../../../../sync-server/payment-page/state/progress-steps.ts';
import { standingOf } from '../../../../sync-server/payment-page/state/standing.ts';
import { statusWords } from '../../../../sync-server/payment-page/state/status-words.ts';
import { inTime, live, payable, payment } from './invoice-sample.ts';

const [option] = payable.terms.options;
if (!option) throw new Error('no option');

describe('standing', () => {
  test('nothing paid: waits, asks for all of it', () => {
    const standing = standingOf(payable, live([]), inTime);
    expect(standing).toMatchObject({ phase: 'waiting', outstanding: 120_000n, asksForMoney: true, expired: false });
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 1_200_000_000n, byHand: 1_200_004_217n });
  });

  test('seen, confirming and confirmed are three different things', () => {
    const phaseWith = (state: 'seen' | 'confirming' | 'confirmed') =>
      standingOf(payable, live([payment({ state })]), inTime).phase;
    expect([phaseWith('seen'), phaseWith('confirming'), phaseWith('confirmed')]).toEqual([
      'seen',
      'confirming',
      'paid',
    ]);
  });

  test('a part payment leaves exactly the rest to pay, by wallet and by hand', () => {
    const standing = standingOf(payable, live([payment({ units: '500000000' })]), inTime);
    expect(standing).toMatchObject({ phase: 'partial', received: 50_000n, outstanding: 70_000n });
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 700_000_000n, byHand: 700_004_217n });
  });

  test('fractions of a cent that have arrived are taken off the rest, so that the tail can stay', () => {
    const standing = standingOf(payable, live([payment({ units: '500006000' })]), inTime);
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 699_994_000n, byHand: 699_998_217n });
  });

  test('two parts that are whole only together leave no cent to pay', () => {
    const parts = [payment({ units: '600005000' }), payment({ units: '599995000', state: 'seen', logIndex: 1 })];
    const standing = standingOf(payable, live(parts), inTime);
    expect(standing).toMatchObject({ outstanding: 0n, asksForMoney: false });
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 0n, byHand: 0n });
  });

  test('a payment under way is not asked for again', () => {
    const standing = standingOf(payable, live([payment({ state: 'seen', confirmations: 0 })]), inTime);
    expect(standing).toMatchObject({ outstanding: 0n, asksForMoney: false, received: 0n, pending: 120_000n });
  });

  test('a reversed payment is told, unless its transaction came back in another block', () => {
    const reversed = payment({ state: 'reversed' });
    expect(standingOf(payable, live([reversed]), inTime)).toMatchObject({ phase: 'waiting', reversed: [reversed] });
    const again = payment({ txHash: reversed.txHash, state: 'confirming' });
    expect(standingOf(payable, live([reversed, again]), inTime)).toMatchObject({ phase: 'confirming', reversed: [] });
  });

  test('void asks for nothing, but a paid invoice stays paid', () => {
    expect(standingOf(payable, live([], 'void'), inTime)).toMatchObject({ phase: 'void', asksForMoney: false });
    expect(standingOf(payable, live([payment({})], 'void'), inTime).phase).toBe('paid');
  });

  test('what the seller holds for settled asks for nothing; what the chain says comes first', () => {
    const standing = standingOf(payable, live([payment({ units: '500000000' })], 'settled'), inTime);
    expect(standing).toMatchObject({ phase: 'settled', asksForMoney: false, overdue: false, expired: false });
    expect(statusWords(standing, 'USD')).toMatchObject({ label: 'Settled', tone: 'good' });
    expect(standingOf(payable, live([payment({})], 'settled'), inTime).phase).toBe('paid');
  });

  test('once nobody looks for payments any more, none is asked for', () => {
    const instant = Date.parse(payable.terms.monitorUntil);
    const last = standingOf(payable, live([]), { instant, today: '2027-02-01' });
    expect(last).toMatchObject({ unwatched: false, asksForMoney: true });
    const after = standingOf(payable, live([]), { instant: instant + 1, today: '2027-02-01' });
    expect(after).toMatchObject({ unwatched: true, asksForMoney: false });
    expect(statusWords(after, 'USD').label).toBe('Closed');
  });

  test('overdue after the due date, expired after the end of the terms, and still payable', () => {
    const dueDay = standingOf(payable, live([]), { instant: Date.parse('2026-11-30T23:00:00Z'), today: '2026-11-30' });
    expect(dueDay).toMatchObject({ overdue: false, expired: false });
    const dayAfter = standingOf(payable, live([]), {
      instant: Date.parse('2026-12-01T11:00:00Z'),
      today: '2026-12-01',
    });
    expect(dayAfter).toMatchObject({ overdue: true, expired: false });
    const after = standingOf(payable, live([]), { instant: Date.parse('2026-12-01T12:00:01Z'), today: '2026-12-01' });
    expect(after).toMatchObject({ overdue: true, expired: true, asksForMoney: true });
  });

  test('a chain that is behind or unreachable is delayed; one that follows is not', () => {
    const chain = (status: 'following' | 'catching-up' | 'unreachable', chainId: number) =>
      ({ chainId, status, checkedThrough: '1', checkedAt: null, finalized: null, trouble: null }) as const;
    const chains = [chain('following', 1), chain('catching-up', 10), chain('unreachable', 137)];
    const { delayedChains } = standingOf(payable, { ...live([]), chains }, inTime);
    expect(delayedChains.map(({ chainId }) => chainId)).toEqual([10, 137]);
  });
});

const anyPayment = fc
  .record({
    state: fc.constantFrom(...paymentStates),
    units: fc.bigInt(1n, 3_000_000_000n).map(String),
    confirmations: fc.integer({ min: 0, max: 10 }),
    late: fc.boolean(),
  })
  .map(payment);

describe('for any payments', () => {
  test('paid is said only of confirmed money that reaches the sum', () => {
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 6 }), (payments) => {
        const standing = standingOf(payable, live(payments), inTime);
        const saysPaid = /^paid/i.test(statusWords(standing, 'USD').label);
        expect(saysPaid).toBe(standing.received >= standing.due);
        expect(progressSteps(standing, true).find((step) => step.name === 'Paid')?.state).toBe('ahead');
      }),
    );
  });

  test('what is asked for settles the invoice, and never makes it overpaid', () => {
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 6 }), (payments) => {
        const settled = payments.map((each) =>
          each.state === 'confirming' ? { ...each, state: 'final' as const } : each,
        );
        const before = standingOf(payable, live(settled), inTime);
        // What is under way, be it dust, is taken off what is asked for, and settles only once it is confirmed.
        if (!before.asksForMoney || before.underWay.length > 0) return;
        const { byWallet, byHand } = amountToSend(option, payable.terms, before);
        for (const units of [byWallet, byHand]) {
          const after = standingOf(payable, live([...settled, payment({ units: units.toString() })]), inTime);
          expect(after.phase).toBe('paid');
          expect(after.outstanding).toBe(0n);
        }
      }),
    );
  });
});
