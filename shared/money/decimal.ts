/**
 * Exact decimal arithmetic: a value is `units × 10^-scale`, held as a bigint and a count of decimals.
 *
 * Nothing here ever rounds except {@link roundDecimal} and {@link divideRounded}, and both round half away from zero:
 * the "half up" of commercial practice that EN 16931 calculations use (0.005 → 0.01, -0.005 → -0.01).
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const plainNotation = /^(-)?(\d+)(?:\.(\d+))?$/;

/** Reads plain decimal text ("2.5", "-0.125"); undefined when it is anything else (no exponents, signs or spaces). */
export function parseDecimal(text: string): Decimal | undefined {
  const match = plainNotation.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction);
  return { units: sign ? -magnitude : magnitude, scale: fraction.length };
}

/** Reads decimal text that is known to be well formed, such as a frozen document's; throws when it is not. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new Error(`"${text}" is not a decimal number in plain notation`);
  return value;
}

/** Writes `units × 10^-scale` in plain notation with exactly `scale` decimals: (-5n, 2) is "-0.05". */
export function formatDecimal(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(digits.length - scale)}` : '';
  return `${units < 0n ? '-' : ''}${whole}${fraction}`;
}

/** Writes a decimal in its shortest form: no trailing zeros, no bare point ("2.50" becomes "2.5"). */
export function canonicalDecimal(value: Decimal): string {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return formatDecimal(units, scale);
}

/** Exact product: scales add up. */
export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** The same value with exactly `scale` decimals, rounded half away from zero when decimals are dropped. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (scale >= value.scale) return { units: value.units * pow10(scale - value.scale), scale };
  return { units: divideRounded(value.units, pow10(value.scale - scale)), scale };
}

/** The quotient of two integers rounded half away from zero. Throws on division by zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const magnitude = (2n * n + d) / (2n * d);
  return negative ? -magnitude : magnitude;
}

/** The quotient of two positive integers rounded up. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** Ten to a non-negative integer power. */
export function pow10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
