import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMoney,
  formatTokenAmount,
  moneyToDecimal,
  parseAmount,
  parseMoney,
  tokenAmountToDecimal,
} from '../../../../shared/money/amount.ts';
import { tokensOn } from '../../../../shared/money/token.ts';

function read(text: string, currency = 'USD'): bigint | string {
  const parsed = parseMoney(text, currency);
  return parsed.ok ? parsed.value.minor : parsed.problem.code;
}

describe('an amount as typed', () => {
  test.each([
    ['1200.00', 'USD', 120_000n],
    ['1200', 'USD', 120_000n],
    ['0.5', 'USD', 50n],
    ['  7.05 ', 'EUR', 705n],
    ['007', 'USD', 700n],
    ['0', 'USD', 0n],
    ['1200', 'JPY', 1200n],
    ['1.234', 'KWD', 1234n],
    ['999999999999999.99', 'USD', 99_999_999_999_999_999n],
  ])('%s %s', (text, currency, minor) => {
    expect(read(text, currency)).toBe(minor);
  });

  test.each([
    ['', 'amount.empty'],
    ['   ', 'amount.empty'],
    ['-5', 'amount.negative'],
    ['−5.00', 'amount.negative'],
    ['(5.00)', 'amount.negative'],
    ['1,234', 'amount.wrong-separator'],
    ['1,234.56', 'amount.wrong-separator'],
    ['1.234,56', 'amount.wrong-separator'],
    ['12,50', 'amount.wrong-separator'],
    ['1 234', 'amount.wrong-separator'],
    ["1'234.50", 'amount.wrong-separator'],
    ['1.234.567', 'amount.wrong-separator'],
    ['1.234', 'amount.too-many-decimals'],
    ['0.001', 'amount.too-many-decimals'],
    ['1'.repeat(40), 'amount.too-large'],
    ['1000000000000000', 'amount.too-large'],
    ['abc', 'amount.not-a-number'],
    ['1e5', 'amount.not-a-number'],
    ['0x10', 'amount.not-a-number'],
    ['NaN', 'amount.not-a-number'],
    ['Infinity', 'amount.not-a-number'],
    ['5.', 'amount.not-a-number'],
    ['.5', 'amount.not-a-number'],
    ['$5', 'amount.not-a-number'],
    ['١٢', 'amount.not-a-number'],
    ['5\u202e.00', 'amount.not-a-number'],
  ])('"%s" → %s', (text, code) => {
    expect(read(text)).toBe(code);
  });

  test('no decimals for a currency that has none', () => {
    expect(read('1.5', 'JPY')).toBe('amount.too-many-decimals');
  });

  test.each([
    ['', 'No quantity is given. Write a number such as 1200.00.'],
    ['-5', 'The quantity "-5" is negative. Write it without the minus sign.'],
    ['1'.repeat(16), 'The quantity has 16 digits before the point; at most 15 are allowed.'],
  ])('what is wrong is said of the field that it was typed in: "%s"', (text, message) => {
    expect(parseAmount(text, 6, 'a quantity', ['quantity'], 'quantity')).toMatchObject({ problem: { message } });
  });

  test('advice names both readings of an ambiguous amount', () => {
    const parsed = parseMoney('1,234', 'USD', ['lines', 0, 'unitPrice']);
    expect(parsed).toMatchObject({ ok: false, problem: { path: ['lines', 0, 'unitPrice'], retryable: false } });
    expect(!parsed.ok && parsed.problem.message).toMatch(/1234 or 1\.234/);
    const german = parseMoney('1.234,56', 'USD');
    expect(!german.ok && german.problem.message).toMatch(/Write 1234\.56/);
  });

  test('what is written out reads back, in every currency width', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 17n - 1n), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        fc.pre(currency !== 'JPY' || minor < 10n ** 15n);
        expect(read(moneyToDecimal({ minor, currency }), currency)).toBe(minor);
      }),
    );
  });

  test('any text at all gives an amount or a coded problem', () => {
    const isAnswer = (answer: bigint | string) =>
      typeof answer === 'bigint' ? answer >= 0n : answer.startsWith('amount.');
    const typed = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(..."0123456789.,-' ") }));
    fc.assert(fc.property(typed, (text) => isAnswer(read(text))));
  });
});

describe('formatting', () => {
  test.each([
    [120_000n, 'USD', 'en-US', '$1,200.00'],
    [120_000n, 'EUR', 'de-DE', '1.200,00\u00a0€'],
    [1200n, 'JPY', 'en-US', '¥1,200'],
    [1_234_567n, 'KWD', 'en-US', 'KWD\u00a01,234.567'],
    [-5n, 'USD', 'en-US', '-$0.05'],
    [1_234_567_890_123_456_789_012n, 'USD', 'en-US', '$12,345,678,901,234,567,890.12'],
  ])('%s %s in %s', (minor, currency, locale, text) => {
    expect(formatMoney({ minor, currency }, locale)).toBe(text);
  });

  test('a code in place of the sign', () => {
    expect(formatMoney({ minor: 5n, currency: 'USD' }, 'en-US', 'code')).toBe('USD\u00a00.05');
  });

  test('token quantities keep every significant decimal', () => {
    const [usdc, , dai] = tokensOn(31337);
    if (!usdc || !dai) throw new Error('practice tokens are missing');
    expect(tokenAmountToDecimal({ units: 1_200_000_000n, token: usdc })).toBe('1200.00');
    expect(tokenAmountToDecimal({ units: 1_200_000_123n, token: usdc })).toBe('1200.000123');
    expect(tokenAmountToDecimal({ units: 1n, token: dai })).toBe('0.000000000000000001');
    expect(formatTokenAmount({ units: 1_200_004_500n, token: usdc }, 'en-US')).toBe('1,200.0045 USDC');
  });
});
