import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokens, type Token } from '../../../../shared/money/token.ts';
import { payableInvoiceSchema } from '../../../../shared/payment/payment-terms.ts';
import { chooseTail, maxTail, tailUnits } from '../../../../shared/payment/tail.ts';
import { amountDue, deadlines, makePaymentTerms, settlesAtPar } from '../../../../shared/payment/terms.ts';
import { unwrap } from '../../../../shared/result.ts';
import { dai, eurc, payable, usdc, usdt, wallet, tag } from './fixtures.ts';

const rate = { peg: 'USD', perUnit: '1.0873', source: 'ECB reference rate', at: '2026-11-23T15:00:00Z' } as const;

describe('at par', () => {
  test('dollars are dollar tokens and euros are euro tokens, and nothing else is', () => {
    const par = (currency: string) => [
      ...new Set(tokens.filter((each) => settlesAtPar(each, currency)).map((each) => each.asset)),
    ];
    expect(par('USD').sort()).toEqual(['DAI', 'PYUSD', 'USDC', 'USDS', 'USDT']);
    expect(par('EUR')).toEqual(['EURC']);
    expect(par('GBP')).toEqual([]);
  });

  test.each([
    [usdc, 1_200_000_000n],
    [dai, 1_200_000_000_000_000_000_000n],
  ] as [Token, bigint][])('1,200.00 USD in %o', (token, units) => {
    expect(unwrap(amountDue({ minor: 120_000n, currency: 'USD' }, token, []))).toBe(units);
  });
});

describe('with a rate', () => {
  test('is rounded up to a whole cent of the token', () => {
    expect(unwrap(amountDue({ minor: 10_001n, currency: 'EUR' }, usdc, [rate]))).toBe(108_750_000n);
    expect(unwrap(amountDue({ minor: 1000n, currency: 'JPY' }, dai, [{ ...rate, perUnit: '0.00671' }]))).toBe(
      6_710_000_000_000_000_000n,
    );
  });

  test('is never short and never a cent too much, for any rate', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 14n),
        fc.integer({ min: 1, max: 10 ** 8 }),
        fc.constantFrom(usdc, dai),
        (minor, parts, token) => {
          const perUnit = (parts / 10 ** 6).toFixed(6);
          const due = unwrap(amountDue({ minor, currency: 'GBP' }, token, [{ ...rate, perUnit }]));
          const scale = 10n ** BigInt(token.decimals);
          const worth = minor * BigInt(parts) * scale;
          const excess = due * 10n ** 8n - worth;
          expect(excess >= 0n && excess < 10n ** 6n * scale).toBe(true);
          expect(due % 10n ** BigInt(token.decimals - 2)).toBe(0n);
        },
      ),
    );
  });

  test('without one there is no amount', () => {
    expect(amountDue({ minor: 100n, currency: 'EUR' }, usdc, [{ ...rate, peg: 'EUR' }])).toMatchObject({
      problem: { code: 'terms.no-rate' },
    });
  });
});

describe('payment terms', () => {
  test('offer each accepted token that settles the currency, tagged under a cent', () => {
    const invoice = payable();
    expect(payableInvoiceSchema.parse(invoice)).toEqual(invoice);
    expect(invoice.terms.options.map((option) => [option.symbol, option.exact, option.tagged])).toEqual([
      ['USDC', '1200000000', '1200004217'],
      ['USDT', '1200000000', '1200004217'],
      ['DAI', '1200000000000000000000', '1200004217000000000000'],
    ]);
    expect(invoice.terms.rates).toEqual([]);
    expect(invoice.terms.options[0]?.address).toBe('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
  });

  test('an address of its own needs no tail', () => {
    const { options, tail } = payable('1200.00', 'USD', { receiver: { address: wallet, ownAddress: true } }).terms;
    expect(tail).toBe(0);
    expect(options.every((option) => option.ownAddress && option.tagged === option.exact)).toBe(true);
  });

  test('keep the rate that they use, and no other', () => {
    const { options, rates } = payable('100.00', 'EUR', { rates: [rate], accept: [usdc, eurc] }).terms;
    expect(options.map((option) => [option.symbol, option.exact])).toEqual([
      ['USDC', '108730000'],
      ['EURC', '100000000'],
    ]);
    expect(rates).toEqual([rate]);
    expect(payable('100.00', 'EUR', { rates: [rate], accept: [eurc] }).terms.rates).toEqual([]);
  });

  test.each([
    [{ accept: [] }, 'terms.nothing-settles'],
    [{ accept: [eurc] }, 'terms.no-rate'],
    [{ total: { minor: 0n, currency: 'USD' } }, 'terms.amount-not-positive'],
    [{ receiver: { address: usdt.address, ownAddress: false } }, 'address.token-contract'],
    [{ receiver: { address: '0x0', ownAddress: false } }, 'address.malformed'],
  ])('%o → %s', (fields, code) => {
    const request = {
      total: { minor: 100n, currency: 'USD' },
      accept: [usdc, usdt],
      receiver: { address: wallet, ownAddress: false },
      rates: [],
      tag,
      tail: 1,
      dueDate: '2027-01-31',
      monitorDays: 90,
      ...fields,
    };
    expect(makePaymentTerms(request)).toMatchObject({ ok: false, problem: { code } });
  });

  test('the due date ends when it has ended everywhere', () => {
    expect(deadlines('2027-01-31', 90)).toEqual({
      expiresAt: '2027-02-01T12:00:00.000Z',
      monitorUntil: '2027-05-02T12:00:00.000Z',
    });
  });
});

describe('tails', () => {
  test('are free ones, all of them reachable', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: maxTail }), { maxLength: 50 }), fc.nat(), (taken, seed) => {
        const tail = unwrap(chooseTail((bound) => seed % bound, new Set(taken)));
        expect(taken).not.toContain(tail);
        expect(tail >= 1 && tail <= maxTail).toBe(true);
      }),
    );
    const allButOne = new Set(Array.from({ length: maxTail }, (_, index) => index + 1).filter((tail) => tail !== 777));
    expect(unwrap(chooseTail((bound) => bound - 1, allButOne))).toBe(777);
    expect(unwrap(chooseTail(() => 0, new Set()))).toBe(1);
    expect(unwrap(chooseTail((bound) => bound - 1, new Set()))).toBe(maxTail);
  });

  test('are rather not one of those to be avoided, while there are others', () => {
    const allBut = (...kept: number[]) =>
      new Set(Array.from({ length: maxTail }, (_, index) => index + 1).filter((tail) => !kept.includes(tail)));
    expect(unwrap(chooseTail(() => 0, new Set([1]), new Set([2])))).toBe(3);
    expect(unwrap(chooseTail(() => 0, new Set(), allBut(9)))).toBe(9);
    expect(unwrap(chooseTail(() => 0, allBut(7, 8), new Set([7, 8])))).toBe(7);
  });

  test('run out with a coded problem', () => {
    const all = new Set(Array.from({ length: maxTail }, (_, index) => index + 1));
    expect(chooseTail(() => 0, all)).toMatchObject({ ok: false, problem: { code: 'terms.no-free-tail' } });
  });

  test('are under one cent in any token', () => {
    expect(tailUnits(maxTail, 6)).toBe(9999n);
    expect(tailUnits(maxTail, 18)).toBe(9_999_000_000_000_000n);
    expect(tailUnits(0, 2)).toBe(0n);
    expect(() => tailUnits(1, 2)).toThrow(RangeError);
  });
});
