import type { ScriptResult } from './run-script.ts';

/** The figures of a script, or of several together. */
export type Summary = Readonly<Record<(typeof figures)[number], number>>;

const figures = [
  'steps',
  'transfers',
  'attributed',
  'unmatched',
  'reversed',
  'kills',
  'reorgs',
  'faults',
  'invoices',
  'mismatches',
] as const;

/** Adds results up. */
export function addUp(results: readonly ScriptResult[]): Summary {
  const of = (result: ScriptResult, figure: (typeof figures)[number]): number =>
    figure === 'mismatches' ? result.mismatches.length : result[figure];
  const sums = figures.map((figure) => [figure, results.reduce((sum, result) => sum + of(result, figure), 0)]);
  return Object.fromEntries(sums) as Summary;
}

/** The figures in one line, with the steps in a second since `began` (of `performance.now`). */
export function summaryOf(summary: Summary, began: number): string {
  const seconds = (performance.now() - began) / 1_000;
  return `${figures.map((figure) => `${figure} ${summary[figure]}`).join(', ')}; ${seconds.toFixed(0)} s`;
}
