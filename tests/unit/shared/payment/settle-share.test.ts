import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideUp } from '../../../../shared/money/decimal.ts';
import { noRemedies } from '../../../../shared/payment/remedies.ts';
import type { Share } from '../../../../shared/payment/rest.ts';
import { settle } from '../../../../shared/payment/settle.ts';
import { settledShare } from '../../../../shared/payment/settled-share.ts';
import { dai, lower, optionFor, payable, payment, usdc } from './fixtures.ts';

const invoice = payable();
const { exact, tagged } = optionFor(invoice, usdc);
const total = 120_000n;

const withShare = (payments: Parameters<typeof settle>[1], part: bigint, whole: bigint) =>
  settle(invoice, payments, noRemedies, { part, whole });

describe('1,200.00 USD, a share of it settled otherwise', () => {
  test('a share of whole minor units is what a credit note of them is', () => {
    expect(withShare([], 1n, 6n)).toEqual(
      settle(invoice, [], { ...noRemedies, credits: [{ amount: 20_000n, at: 0 }] }),
    );
    expect(withShare([], 1n, 6n)).toMatchObject({ status: 'unpaid', due: 100_000n, remaining: 100_000n });
    expect(withShare([], 1n, 1n)).toMatchObject({ status: 'paid', due: 0n, received: 0n, settledAt: 0, isFinal: true });
  });

  test('no share changes nothing', () => {
    const payments = [payment(usdc, '500000000')];
    expect(withShare(payments, 0n, 7n)).toEqual(settle(invoice, payments));
  });

  test('a third of a cent more than whole cents is still owed', () => {
    // Settled otherwise are 0.33 1/3 cents: 1,199.99 2/3 are owed.
    const owed = { part: 1n, whole: 360_000n };
    expect(withShare([payment(usdc, '1199990000')], owed.part, owed.whole)).toMatchObject({
      status: 'partial',
      remaining: 1n,
    });
    expect(withShare([payment(usdc, '1199996666')], owed.part, owed.whole)).toMatchObject({ status: 'partial' });
    expect(withShare([payment(usdc, '1199996667')], owed.part, owed.whole)).toMatchObject({
      status: 'paid',
      due: 119_999n,
      over: 0n,
    });
  });

  test('a share below zero went back to the payer', () => {
    expect(withShare([payment(usdc, exact)], -1n, 6n)).toMatchObject({
      status: 'partial',
      due: total,
      received: 100_000n,
      refunded: 20_000n,
      remaining: 20_000n,
      settledAt: null,
    });
    expect(withShare([payment(usdc, tagged), payment(usdc, exact)], -1n, 1n)).toMatchObject({
      status: 'paid',
      over: 0n,
    });
  });
});

const anyShare = fc
  .record({ whole: fc.bigInt(1n, 10n ** 24n), thousandths: fc.integer({ min: -2000, max: 1000 }) })
  .map(({ whole, thousandths }): Share => ({ part: (whole * BigInt(thousandths)) / 1000n, whole }));
const anyUnits = fc.array(fc.bigInt(0n, 1_500_000_000n), { maxLength: 4 });

describe('any share', () => {
  test('is settled when payments and share reach the total exactly, and asks for the rest rounded up', () => {
    fc.assert(
      fc.property(anyShare, anyUnits, ({ part, whole }, units) => {
        const settlement = withShare(
          units.map((each) => payment(usdc, each)),
          part,
          whole,
        );
        const sum = units.reduce((all, each) => all + each, 0n);
        // What is owed, times whole × exact, so that nothing is rounded.
        const owed = total * (BigInt(exact) * (whole - part) - sum * whole);
        const scale = BigInt(exact) * whole;
        expect(settlement.remaining === 0n).toBe(owed <= 0n || settlement.due === 0n);
        if (settlement.received > 0n) {
          expect(settlement.remaining).toBe(owed <= 0n ? 0n : divideUp(owed, scale));
        }
        expect(settlement.credited - settlement.refunded).toBe(
          part > 0n ? divideUp(total * part, whole) : (total * part) / whole,
        );
      }),
    );
  });

  test('says of what was credited and sent back what the remedies themselves say of the sum to pay', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, total),
        fc.bigInt(0n, 1_200_000_000n * 10n ** 12n),
        anyUnits,
        (credited, back, units) => {
          const payments = units.map((each) => payment(usdc, each));
          const refund = { chainId: dai.chainId, token: lower(dai.address), units: back.toString(), value: 0n };
          const told = settle(invoice, payments, {
            ...noRemedies,
            credits: [{ amount: credited, at: 0 }],
            refunds: [{ ...refund, at: 0, isFinal: true }],
          });
          const share = settledShare(invoice, credited, [refund]);
          const shown = settle(invoice, payments, noRemedies, share);
          // What is received is never below zero: only where nothing but a refund is left do the two differ.
          if (told.received > 0n && shown.received > 0n) expect(shown.remaining).toBe(told.remaining);
          if (told.received > 0n && shown.received > 0n) expect(shown.over).toBe(told.over);
        },
      ),
    );
  });
});
