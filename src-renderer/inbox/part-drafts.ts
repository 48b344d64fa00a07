import { parseAmount, tokenAmountToDecimal } from '../../shared/money/amount.ts';
import { currencyDigits, isCurrencyCode } from '../../shared/money/currency.ts';
import { formatDecimal } from '../../shared/money/decimal.ts';
import { minorAtPar, unitsAtPar } from '../../shared/money/par.ts';
import type { CommandInput } from '../../shared/app-api/app-api.ts';

/** A transfer as far as its division over invoices goes; `currency` is that of its token's peg. */
export interface DividedTransfer {
  readonly key: string;
  readonly units: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly currency: string | null;
}

/** One invoice's part of a transfer while it is written: amounts as typed. */
export interface PartDraft {
  readonly invoiceId: string;
  readonly number: string;
  readonly buyerName: string;
  readonly currency: string;
  /** Tokens. */
  readonly amount: string;
  /** What they are worth in the invoice's currency; empty where the invoice's terms say so. */
  readonly worth: string;
  /**
   * Whether the owner has to say what it is worth: the token is unknown, or the engine found that the
   * terms do not name it.
   */
  readonly asksWorth: boolean;
}

type AssignedPart = CommandInput<'transfer.assign'>['parts'][number];

/** Base units as typed amount, without trailing zeros beyond two decimals. */
export function amountText(units: bigint, decimals: number): string {
  return tokenAmountToDecimal({ units, token: { decimals } });
}

/** What tokens are worth at par in a currency as typed, rounded down to minor units. */
export function worthAtPar(units: bigint, currency: string, decimals: number): string {
  return isCurrencyCode(currency) ? minorText(minorAtPar(units, currency, decimals), currency) : '';
}

/** Minor units of a currency as typed: "12.50". */
export function minorText(minor: bigint, currency: string): string {
  return isCurrencyCode(currency) ? formatDecimal(minor, currencyDigits(currency)) : '';
}

/** The base units of a part as typed; null where it is no amount. */
export function partUnits(part: PartDraft, decimals: number): bigint | null {
  const parsed = parseAmount(part.amount, decimals, 'the token');
  return parsed.ok ? parsed.value : null;
}

/** What is left of a transfer beside its parts; below zero where they come to more. Null while one does not read. */
export function leftOver(transfer: DividedTransfer, parts: readonly PartDraft[]): bigint | null {
  let left = BigInt(transfer.units);
  for (const part of parts) {
    const units = partUnits(part, transfer.decimals);
    if (units === null) return null;
    left -= units;
  }
  return left;
}

/** A part for an invoice: as much as it still asks for, at par, and at most what is left. */
export function newPart(
  transfer: DividedTransfer,
  invoice: Pick<PartDraft, 'invoiceId' | 'number' | 'buyerName' | 'currency'> & { readonly remaining: bigint },
  left: bigint,
): PartDraft {
  const { invoiceId, number, buyerName, currency } = invoice;
  const isPar = isCurrencyCode(currency) && transfer.currency === currency;
  const asked = isPar ? unitsAtPar(invoice.remaining, currency, transfer.decimals) : left;
  const units = asked > 0n && asked < left ? asked : left;
  const amount = units > 0n ? amountText(units, transfer.decimals) : '';
  return { invoiceId, number, buyerName, currency, amount, worth: '', asksWorth: transfer.currency === null };
}

/** What is wrong with a part's fields, in words; null where nothing is. */
export function judgePart(part: PartDraft, transfer: DividedTransfer): { amount: string | null; worth: string | null } {
  const amount = parseAmount(part.amount, transfer.decimals, transfer.symbol);
  const worth = part.asksWorth ? readWorth(part) : null;
  const isNothing = amount.ok && amount.value === 0n;
  return {
    amount: amount.ok ? (isNothing ? 'Write how much of it pays this invoice.' : null) : amount.problem.message,
    worth: worth && !worth.ok ? worth.problem.message : null,
  };
}

/** Parts as the engine takes them; call it once {@link judgePart} finds nothing. */
export function toAssignedParts(parts: readonly PartDraft[], decimals: number): AssignedPart[] {
  return parts.map((part) => {
    const worth = part.asksWorth ? readWorth(part) : null;
    return {
      invoiceId: part.invoiceId,
      units: (partUnits(part, decimals) ?? 0n).toString(),
      value: worth?.ok ? worth.value.toString() : null,
    };
  });
}

function readWorth(part: PartDraft) {
  return parseAmount(part.worth, isCurrencyCode(part.currency) ? currencyDigits(part.currency) : 2, part.currency);
}
