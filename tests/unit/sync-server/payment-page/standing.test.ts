import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paymentStates } from '../../../../shared/payment/payment.ts';
import { amountToSend } from '../../../../sync-server/payment-page/state/amount-to-send.ts';
import { progressSteps } from '../../../../sync-server/payment-page/state/progress-steps.ts';
import { standingOf } from '../../../../sync-server/payment-page/state/standing.ts';
import { statusWords } from '../../../../sync-server/payment-page/state/status-words.ts';
import { followed, inTime, live, payable, payment } from './invoice-sample.ts';

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

  test('only chains that the relay watches are offered, and with none of them nothing is asked for', () => {
    const polygon = { ...option, chainId: 137 };
    const both = { ...payable, terms: { ...payable.terms, options: [polygon, option] } };
    const on = (...chainIds: number[]) => ({ ...live([]), chains: chainIds.map(followed) });
    expect(standingOf(both, on(8453), inTime)).toMatchObject({ options: [option], asksForMoney: true });
    expect(standingOf(both, on(8453, 137), inTime)).toMatchObject({
      options: [polygon, option],
      nowhereWatched: false,
    });
    const nowhere = standingOf(both, on(), inTime);
    expect(nowhere).toMatchObject({ options: [], nowhereWatched: true, asksForMoney: false, outstanding: 120_000n });
    expect(statusWords(nowhere, 'USD')).toMatchObject({ label: 'Ask the seller', tone: 'caution' });
    expect(standingOf(both, { ...on(), status: 'void' }, inTime).nowhereWatched).toBe(false);
    // A rest is worked out over all that the terms ask for, whatever is offered.
    const part = { ...on(8453), payments: [payment({ units: '500000000' })] };
    expect(amountToSend(option, both.terms, standingOf(both, part, inTime)).byWallet).toBe(700_000_000n);
  });

  test('a part payment leaves exactly the rest to pay, by wallet and by hand', () => {
    const standing = standingOf(payable, live([payment({ units: '500000000' })]), inTime);
    expect(standing).toMatchObject({ phase: 'partial', received: 50_000n, outstanding: 70_000n });
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 700_000_000n, byHand: 700_004_217n });
  });

  test('fractions of a cent that have arrived are taken off the rest, of which the tail is the last digits', () => {
    const standing = standingOf(payable, live([payment({ units: '500006000' })]), inTime);
    expect(amountToSend(option, payable.terms, standing)).toEqual({ byWallet: 699_994_000n, byHand: 699_994_217n });
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

  test('a share that is settled otherwise is taken off what is asked for, to the base unit', () => {
    const settled = { part: '1', whole: '7' };
    const standing = standingOf(payable, { ...live([]), settled }, inTime);
    expect(standing).toMatchObject({ phase: 'waiting', due: 102_857n, otherwise: 17_142n, outstanding: 102_857n });
    const { byWallet, byHand } = amountToSend(option, payable.terms, standing);
    expect(byWallet).toBe(1_028_571_429n);
    const after = (units: bigint) =>
      standingOf(payable, { ...live([payment({ units: units.toString() })]), settled }, inTime);
    expect(after(byWallet - 1n)).toMatchObject({ phase: 'partial', outstanding: 1n });
    for (const units of [byWallet, byHand]) expect(after(units)).toMatchObject({ phase: 'settled', over: 0n });
  });

  test('what was sent back to the payer is asked for again; what is settled otherwise whole is not called paid', () => {
    const back = { ...live([payment({})]), settled: { part: '-1', whole: '3' } };
    expect(standingOf(payable, back, inTime)).toMatchObject({ phase: 'partial', due: 120_000n, outstanding: 40_000n });
    const whole = { ...live([]), settled: { part: '1', whole: '1' } };
    expect(standingOf(payable, whole, inTime)).toMatchObject({ phase: 'settled', due: 0n, asksForMoney: false });
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

const anyShare = fc
  .record({ whole: fc.integer({ min: 1, max: 1_000_000 }), percent: fc.integer({ min: -100, max: 100 }) })
  .map(({ whole, percent }) => ({ part: String(Math.trunc((whole * percent) / 100)), whole: String(whole) }));

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
      fc.property(fc.array(anyPayment, { maxLength: 6 }), anyShare, (payments, share) => {
        const settled = payments.map((each) =>
          each.state === 'confirming' ? { ...each, state: 'final' as const } : each,
        );
        const before = standingOf(payable, { ...live(settled), settled: share }, inTime);
        // What is under way, be it dust, is taken off what is asked for, and settles only once it is confirmed.
        if (!before.asksForMoney || before.underWay.length > 0) return;
        // More went back than ever came: no more than the whole is asked for.
        if (before.settled.part < 0n && before.received === 0n) return;
        const { byWallet, byHand } = amountToSend(option, payable.terms, before);
        for (const units of [byWallet, byHand]) {
          const after = standingOf(
            payable,
            { ...live([...settled, payment({ units: units.toString() })]), settled: share },
            inTime,
          );
          expect(after.phase).toBe(share.part.startsWith('-') || share.part === '0' ? 'paid' : 'settled');
          expect(after.over).toBe(0n);
          expect(after.outstanding).toBe(0n);
        }
      }),
    );
  });
});
