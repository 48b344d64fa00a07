import { z } from 'zod';
import { maxWholeDigits, parseAmount } from '../money/amount.ts';
import { decimal, pow10 } from '../money/decimal.ts';
import type { Problem } from '../result.ts';
import type { SettlementRate } from './invoice-draft.ts';
import { settledText, textProblem } from './typed-text.ts';

/** Decimals that an exchange rate may have. */
const rateDecimals = 18;

const instant = z.iso.datetime({ offset: true });

/** What is wrong with the exchange rate at `index`: `amount.*`, `rate.*` and `text.*`. */
export function rateProblems(rate: SettlementRate, index: number): Problem[] {
  const path = ['rates', index];
  const problems: Problem[] = [];
  const perUnitPath = [...path, 'perUnit'];
  const perUnit = parseAmount(rate.perUnit, rateDecimals, 'an exchange rate', perUnitPath, 'exchange rate');
  if (!perUnit.ok) problems.push(perUnit.problem);
  else if (perUnit.value === 0n) {
    const message = `"${rate.perUnit}" is not an exchange rate above zero.`;
    problems.push(problem('rate.not-positive', message, perUnitPath));
  }
  const sourcePath = [...path, 'source'];
  const source = textProblem(rate.source, { limit: 200, lines: false }, 'The source of the exchange rate', sourcePath);
  if (source) problems.push(source);
  else if (rate.source.trim() === '')
    problems.push(problem('rate.source-missing', 'Say where the exchange rate is from.', sourcePath));
  if (!instant.safeParse(rate.at).success) {
    const message = 'Say when the exchange rate was read, with day and time: 2026-11-22T15:00:00Z.';
    problems.push(problem('rate.time-missing', message, [...path, 'at']));
  }
  return problems;
}

/**
 * Whether a rate that reads well turns the total (minor units, 10^-digits) into more tokens than any amount may have
 * (`rate.too-large`).
 */
export function rateTotalProblems(
  rate: SettlementRate,
  index: number,
  total: { readonly minor: bigint; readonly digits: number },
): Problem[] {
  const { units, scale } = decimal(rate.perUnit.trim());
  if (total.minor * units < pow10(maxWholeDigits + total.digits + scale)) return [];
  const message = `At this exchange rate the total has more than ${maxWholeDigits} digits before the point. Check the rate.`;
  return [problem('rate.too-large', message, ['rates', index, 'perUnit'])];
}

/** A rate as it is frozen on issue: no blanks around the number, its source as other texts. */
export function settledRate(rate: SettlementRate): SettlementRate {
  return { ...rate, perUnit: rate.perUnit.trim(), source: settledText(rate.source) };
}

function problem(code: string, message: string, path: readonly (string | number)[]): Problem {
  return { code, message, retryable: false, path };
}
