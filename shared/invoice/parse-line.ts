import { maxWholeDigits, parseAmount, parseMoney } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import { multiplyDecimal, pow10, roundDecimal, type Decimal } from '../money/decimal.ts';
import { ok, type Problem, type Result } from '../result.ts';
import type { DiscountDraft, LineDraft } from './invoice-draft.ts';
import { taxCategoryRules } from './tax-category.ts';
import type { Discount, PricedLine } from './totals.ts';
import { settledText } from './typed-text.ts';

type Path = readonly (string | number)[];

/** Decimals that a quantity may have. */
export const quantityDecimals = 6;
/** Decimals that a percentage may have: of a discount or of a tax. */
export const percentDecimals = 4;
/** Decimals that the price of one unit among many may have, or the currency's own where they are more. */
export const unitPriceDecimals = 6;

/** No discount. */
export const noDiscount: Discount = { kind: 'amount', minor: 0n };

/** A line in which nothing has been written yet: it is left out of totals and of the issued invoice. */
export function isBlankLine(line: LineDraft): boolean {
  return line.description.trim() === '' && line.unitPrice.trim() === '';
}

/**
 * Reads a line's numbers as typed; the first problem wins, with its path under `path` (`['lines', 2, 'quantity']`).
 *
 * A price may have more decimals than the currency ("0.0042" a call), up to six, but only when the quantity is not one:
 * a price that stands alone is an amount to pay, and "1.234" there is more likely a thousand than a fraction of a cent.
 */
export function parseLine(line: LineDraft, currency: Currency, path: Path): Result<PricedLine> {
  const quantity = parseQuantity(line.quantity, [...path, 'quantity']);
  if (!quantity.ok) return quantity;
  const unitPrice = parseUnitPrice(line.unitPrice, quantity.value, currency, [...path, 'unitPrice']);
  if (!unitPrice.ok) return unitPrice;
  const base = roundDecimal(multiplyDecimal(quantity.value, unitPrice.value), currency.digits).units;
  const discount = parseDiscount(line.discount, base, currency, [...path, 'discount', 'value']);
  if (!discount.ok) return discount;
  const taxRate = parseTaxRate(line, [...path, 'taxRate']);
  if (!taxRate.ok) return taxRate;
  return ok({
    quantity: quantity.value,
    unitPrice: unitPrice.value,
    discount: discount.value,
    taxCategory: line.taxCategory,
    taxRate: taxRate.value,
    taxReason: taxCategoryRules[line.taxCategory].reason ? settledText(line.taxReason) : '',
  });
}

/** Reads a discount as typed; an empty one is none. `base` is what it is taken off, minor units. */
export function parseDiscount(draft: DiscountDraft, base: bigint, currency: Currency, path: Path): Result<Discount> {
  if (draft.value.trim() === '') return ok(noDiscount);
  if (draft.kind === 'percent') {
    const percent = parseAmount(draft.value, percentDecimals, 'a percentage', path, 'discount');
    if (!percent.ok) return percent;
    if (percent.value > 100n * pow10(percentDecimals))
      return refuse('discount.over-100', 'A discount cannot be more than 100 percent.', path);
    return ok({ kind: 'percent', percent: { units: percent.value, scale: percentDecimals } });
  }
  const amount = parseMoney(draft.value, currency.code, path, 'discount');
  if (!amount.ok) return amount;
  if (amount.value.minor > base)
    return refuse('discount.exceeds-amount', 'The discount is more than the amount that it is taken off.', path);
  return ok({ kind: 'amount', minor: amount.value.minor });
}

function parseQuantity(text: string, path: Path): Result<Decimal> {
  const parsed = parseAmount(text, quantityDecimals, 'a quantity', path, 'quantity');
  if (!parsed.ok) return parsed;
  if (parsed.value === 0n)
    return refuse('quantity.zero', 'The quantity is zero. Write how many, or remove the line.', path);
  return ok({ units: parsed.value, scale: quantityDecimals });
}

function parseUnitPrice(text: string, quantity: Decimal, currency: Currency, path: Path): Result<Decimal> {
  const isOne = quantity.units === pow10(quantity.scale);
  const decimals = isOne ? currency.digits : Math.max(unitPriceDecimals, currency.digits);
  const parsed = parseAmount(text, decimals, currency.code, path, 'price');
  return parsed.ok ? ok({ units: parsed.value, scale: decimals }) : parsed;
}

/** EN 16931 BR-S-05 and its siblings: a standard rate is above zero, every other category's is zero. */
function parseTaxRate(line: LineDraft, path: Path): Result<Decimal> {
  const rule = taxCategoryRules[line.taxCategory];
  if (rule.rate === 'zero' && line.taxRate.trim() === '') return ok({ units: 0n, scale: 0 });
  const parsed = parseAmount(line.taxRate, percentDecimals, 'a tax rate', path, 'tax rate');
  if (!parsed.ok) return parsed;
  if (rule.rate === 'zero' && parsed.value !== 0n)
    return refuse('tax.rate-not-zero', `"${rule.name}" has no tax: its rate must be 0 (${rule.rules.rate}).`, path);
  if (rule.rate === 'positive' && parsed.value === 0n)
    return refuse(
      'tax.rate-missing',
      `"${rule.name}" needs a rate above 0 (${rule.rules.rate}). Choose another tax category if no tax is charged.`,
      path,
    );
  if (parsed.value > 100n * pow10(percentDecimals))
    return refuse('tax.rate-over-100', 'A tax rate cannot be more than 100 percent.', path);
  return ok({ units: parsed.value, scale: percentDecimals });
}

function refuse(code: string, message: string, path: Path): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code, message, retryable: false, path } };
}

/** Bound on every sum of an invoice, minor units: as many digits as one amount may have, so that they fit 64 bits. */
export function maxTotalMinor(digits: number): bigint {
  return pow10(maxWholeDigits + digits) - 1n;
}
