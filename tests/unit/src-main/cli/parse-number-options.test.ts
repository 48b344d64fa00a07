import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { parseCount, parseSeconds } from '../../../../src-main/cli/parse-number-options.ts';

test.each([
  ['0', 0],
  ['30', 30],
  ['0.5', 0.5],
  ['86400', 86_400],
])('%s seconds', (text, seconds) => {
  expect(parseSeconds(text)).toBe(seconds);
});

test.each(['', '-1', '1e3', '86400.1', '30s', ' 30', 'abc'])('%j is no number of seconds', (text) => {
  expect(() => parseSeconds(text)).toThrow(InvalidArgumentError);
});

test('a count lies between its limits, and both are counts', () => {
  expect(['0', '5'].map((text) => parseCount(5)(text))).toEqual([0, 5]);
  expect(['1', '5'].map((text) => parseCount(5, 1)(text))).toEqual([1, 5]);
  expect(() => parseCount(5)('6')).toThrow('Write a whole number up to 5.');
  expect(() => parseCount(5, 1)('0')).toThrow('Write a whole number from 1 to 5.');
});

test.each(['', 'abc', '12x', '-1', '1.5', '1e3', '0x10', '9999999999'])('%j is no count', (text) => {
  expect(() => parseCount(999_999_999)(text)).toThrow(InvalidArgumentError);
});
