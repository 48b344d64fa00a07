import { fail, ok, type Problem, type Result } from '../result.ts';
import { currencyDigits, type CurrencyCode } from './currency.ts';
import { formatDecimal, pow10 } from './decimal.ts';

/** A sum of money: whole minor units (cents) of an ISO 4217 currency. */
export interface Money {
  readonly minor: bigint;
  readonly currency: CurrencyCode;
}

/**
 * Why typed text is no amount: `empty` where nothing was typed; `negative` with a minus sign or in brackets;
 * `wrong-separator` for a number with commas, blanks, apostrophes or several dots; `not-a-number` for all else that is
 * not digits with one dot; `too-many-decimals` beyond what the currency or token has; `too-large` beyond
 * `maxWholeDigits`. The codes are stable; each message says how to mend the input.
 */
export type AmountProblemCode =
  | 'amount.empty'
  | 'amount.not-a-number'
  | 'amount.negative'
  | 'amount.wrong-separator'
  | 'amount.too-many-decimals'
  | 'amount.too-large';
/** The refusal of an amount. */
export type AmountProblem = Problem & { readonly code: AmountProblemCode };

/** Most digits before the decimal point: with three decimals it still fits a signed 64-bit count of minor units. */
export const maxWholeDigits = 15;

/**
 * Reads an amount of money exactly as a person typed it.
 *
 * Strict on purpose: digits, at most one dot, no grouping, because "1,234" is a thousand to one reader and
 * one and a bit to another. Zero is an amount; whether it makes sense is the caller's question. `path` is
 * carried into the problem, and `name` is what its message calls the field.
 */
export function parseMoney(
  text: string,
  currency: CurrencyCode,
  path?: readonly (string | number)[],
  name = 'amount',
): Result<Money, AmountProblem> {
  const parsed = parseAmount(text, currencyDigits(currency), currency, path, name);
  return parsed.ok ? ok({ minor: parsed.value, currency }) : parsed;
}

/**
 * Reads a non-negative decimal as typed into units of `10^-digits`; `of` names in messages what allows so many decimals
 * (the currency, the token, "a quantity"), and `name` the field ("quantity").
 */
export function parseAmount(
  text: string,
  digits: number,
  of: string,
  path?: readonly (string | number)[],
  name = 'amount',
): Result<bigint, AmountProblem> {
  const refuse = (code: AmountProblemCode, message: string) => fail(code, message, path ? { path } : {});
  const typed = text.trim();
  if (typed === '') return refuse('amount.empty', `No ${name} is given. Write a number such as 1200.00.`);
  if (/^[-−–]\s*[\d.,]*\d/.test(typed) || /^\([\d.,]+\)$/.test(typed))
    return refuse('amount.negative', `The ${name} "${shorten(typed)}" is negative. Write it without the minus sign.`);
  const separators = separatorAdvice(typed);
  if (separators) return refuse('amount.wrong-separator', separators);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(typed);
  if (!match)
    return refuse(
      'amount.not-a-number',
      `"${shorten(typed)}" is not a number. Write digits with one dot, such as 0.50.`,
    );
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '');
  const fraction = match[2] ?? '';
  if (whole.length > maxWholeDigits)
    return refuse(
      'amount.too-large',
      `The ${name} has ${whole.length} digits before the point; at most ${maxWholeDigits} are allowed.`,
    );
  if (fraction.length > digits) return refuse('amount.too-many-decimals', decimalsAdvice(typed, digits, of));
  return ok(BigInt(whole + fraction) * pow10(digits - fraction.length));
}

/** The amount in plain notation with all of the currency's decimals: "1200.00". No grouping, no code. */
export function moneyToDecimal(money: Money): string {
  return formatDecimal(money.minor, currencyDigits(money.currency));
}

/**
 * The amount as a reader of `locale` (BCP 47, "en-US") writes it, with the currency's sign: "$1,200.00".
 *
 * Exact: Intl formats the decimal text, no float in between. `display: 'code'` writes the code in place of the sign.
 */
export function formatMoney(money: Money, locale: string, display: 'symbol' | 'code' = 'symbol'): string {
  const digits = currencyDigits(money.currency);
  const key = `${locale}|${money.currency}|${display}`;
  const formatter = cached(key, () => {
    const style = { style: 'currency', currency: money.currency, currencyDisplay: display } as const;
    return new Intl.NumberFormat(locale, { ...style, minimumFractionDigits: digits, maximumFractionDigits: digits });
  });
  return formatter.format(moneyToDecimal(money) as Intl.StringNumericLiteral);
}

/** The token quantity in plain notation, shortened to no fewer than two decimals: "1200.00", "1200.000123". */
export function tokenAmountToDecimal(amount: {
  readonly units: bigint;
  readonly token: { readonly decimals: number };
}) {
  const text = formatDecimal(amount.units, amount.token.decimals);
  const least = Math.min(2, amount.token.decimals);
  return least === 0 ? text : text.replace(new RegExp(`(\\.\\d{${least}}\\d*?)0+$`), '$1');
}

/**
 * The token quantity as a reader of `locale` writes it, all significant decimals, then the symbol: "1,200.000123 USDC".
 */
export function formatTokenAmount(
  amount: { readonly units: bigint; readonly token: { readonly decimals: number; readonly symbol: string } },
  locale: string,
): string {
  const text = tokenAmountToDecimal(amount);
  const decimals = text.split('.')[1]?.length ?? 0;
  const formatter = cached(`${locale}|${decimals}`, () => {
    return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  });
  return `${formatter.format(text as Intl.StringNumericLiteral)} ${amount.token.symbol}`;
}

/** Formatters are dear to make (about 50 µs) and lists show thousands of amounts. */
const formatters = new Map<string, Intl.NumberFormat>();
function cached(key: string, make: () => Intl.NumberFormat): Intl.NumberFormat {
  const known = formatters.get(key);
  if (known) return known;
  const made = make();
  formatters.set(key, made);
  return made;
}

/** Advice when the text is a number written with commas, spaces, apostrophes or several dots; undefined otherwise. */
function separatorAdvice(typed: string): string | undefined {
  const isOneNumber = /^\d[\d.,'’\s_]*$/.test(typed) && /\d$/.test(typed);
  if (!isOneNumber || !/[,'’\s_]|\..*\./.test(typed)) return undefined;
  const shown = shorten(typed);
  const compact = typed.replace(/['’\s_]/g, '');
  if (/^\d{1,3},\d{3}$/.test(compact)) {
    const [whole, rest] = compact.split(',');
    return `"${shown}" can be read two ways. Write ${whole}${rest} or ${whole}.${rest}: a dot for decimals and nothing between thousands.`;
  }
  const lastComma = compact.lastIndexOf(',');
  const lastDot = compact.lastIndexOf('.');
  const point = Math.max(lastComma, lastDot);
  const repeats = point >= 0 && compact.split(compact[point] ?? '').length > 2;
  const plain =
    point < 0 || repeats
      ? compact.replace(/[.,]/g, '')
      : `${compact.slice(0, point).replace(/[.,]/g, '')}.${compact.slice(point + 1)}`;
  return `"${shown}" has a separator that is not allowed. Write ${shorten(plain)}: a dot for decimals and nothing between thousands.`;
}

function decimalsAdvice(typed: string, digits: number, of: string): string {
  if (digits === 0) return `"${shorten(typed)}" has decimals, but ${of} has none. Write a whole number.`;
  const some = digits === 1 ? '1 decimal' : `${digits} decimals`;
  return `"${shorten(typed)}" has more decimals than ${of} allows: at most ${some}.`;
}

/** Typed text goes into messages, so it is bounded there. */
function shorten(text: string): string {
  return text.length > 44 ? `${text.slice(0, 40)}…` : text;
}
