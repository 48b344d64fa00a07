/** An exact number, part / whole; whole is above zero. */
export interface Fraction {
  readonly part: bigint;
  readonly whole: bigint;
}

/** The sum of fractions, in lowest terms. */
export function sum(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce((a, b) => reduce({ part: a.part * b.whole + b.part * a.whole, whole: a.whole * b.whole }), {
    part: 0n,
    whole: 1n,
  });
}

/** One less this. */
export function rest({ part, whole }: Fraction): Fraction {
  return { part: whole - part, whole };
}

/** `of` × the fraction, rounded down. */
export function take({ part, whole }: Fraction, of: bigint): bigint {
  return (of * part) / whole;
}

/** `of` × the fraction, rounded up. */
export function takeUp({ part, whole }: Fraction, of: bigint): bigint {
  return (of * part + whole - 1n) / whole;
}

/** Whether a is less than b. */
export function isLess(a: Fraction, b: Fraction): boolean {
  return a.part * b.whole < b.part * a.whole;
}

function reduce({ part, whole }: Fraction): Fraction {
  let [a, b] = [part < 0n ? -part : part, whole];
  while (b > 0n) [a, b] = [b, a % b];
  return { part: part / a, whole: whole / a };
}
