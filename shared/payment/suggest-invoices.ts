import { pow10 } from '../money/decimal.ts';
import { findToken } from '../money/token.ts';
import { currencyDigits, isCurrencyCode } from '../money/currency.ts';
import { optionOf, wholeUnits, type ExactSum } from './exact-sum.ts';
import type { PaymentOption } from './payment-terms.ts';
import type { TransferLog } from './transfer.ts';

/** An open invoice as {@link suggestInvoices} needs it; sums in minor units of its currency, times in Unix seconds. */
export interface SuggestableInvoice {
  readonly id: string;
  readonly client: string;
  readonly currency: string;
  readonly total: bigint;
  /** What it still asks for. */
  readonly remaining: bigint;
  readonly options: readonly PaymentOption[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Whether the relay named it as one that the transfer may have been meant for. */
  readonly isNamed: boolean;
}

/** Who a transfer's sender paid before: invoices by id, clients by name. */
export interface PaidBefore {
  readonly invoices: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
}

/** What speaks for an invoice; see `suggestionWords` for each as a sentence. */
export type SuggestionReason =
  | 'own-address'
  | 'exact-rest'
  | 'exact-total'
  | 'short-by-fee'
  | 'little-over'
  | 'paid-this-before'
  | 'paid-client-before'
  | 'named'
  | 'token-named'
  | 'just-issued'
  | 'about-due';

/** An invoice that a transfer may be for, with what speaks for it, strongest first. */
export interface SuggestedInvoice {
  readonly id: string;
  readonly reasons: readonly SuggestionReason[];
}

/**
 * How much each reason weighs. Each of the first group is worth a suggestion by itself and outweighs all of the second
 * together, which only put in order what was found.
 */
const weights: Readonly<Record<SuggestionReason, number>> = {
  'own-address': 400,
  'exact-rest': 300,
  'exact-total': 150,
  'paid-this-before': 140,
  'short-by-fee': 120,
  'paid-client-before': 100,
  named: 80,
  'little-over': 60,
  'token-named': 8,
  'just-issued': 4,
  'about-due': 4,
};
const leastWeight = 60;

/** Most invoices that are suggested for one transfer. */
const mostSuggestions = 5;
/** A shortfall that an exchange's fee explains, and a surplus that rounding up does: one part in this many, at most. */
const feePart = 50n;
const day = 86_400;

/**
 * Ranks the open invoices that a transfer which nobody could attribute may be for: by its amount beside what
 * each asks for, by who sent it, by its token and by the time. Several that are alike in all of that are in the
 * order of their issue.
 *
 * Nothing is ever credited by a suggestion: it is shown to the owner, who decides. An invoice that was issued after the
 * transfer is suggested too (a deposit can come first), yet no nearness in time speaks for it.
 */
export function suggestInvoices(
  transfer: Pick<TransferLog, 'chainId' | 'token' | 'to' | 'units' | 'blockTime'>,
  invoices: readonly SuggestableInvoice[],
  before: PaidBefore,
): readonly SuggestedInvoice[] {
  return invoices
    .map((invoice) => ({ invoice, reasons: reasonsFor(transfer, invoice, before) }))
    .map((each) => ({ ...each, weight: each.reasons.reduce((sum, reason) => sum + weights[reason], 0) }))
    .filter(({ weight }) => weight >= leastWeight)
    .toSorted(
      (a, b) =>
        b.weight - a.weight ||
        a.invoice.issuedAt - b.invoice.issuedAt ||
        (a.invoice.id < b.invoice.id ? -1 : a.invoice.id > b.invoice.id ? 1 : 0),
    )
    .slice(0, mostSuggestions)
    .map(({ invoice, reasons }) => ({ id: invoice.id, reasons }));
}

/** A reason as a sentence for the owner. */
export const suggestionWords: Readonly<Record<SuggestionReason, string>> = {
  'own-address': 'It was sent to this invoice’s own address.',
  'exact-rest': 'The amount is exactly what it still asks for.',
  'exact-total': 'The amount is exactly what it asked for at first.',
  'short-by-fee': 'The amount is at most 2 % less than it still asks for: an exchange may have kept its fee.',
  'little-over': 'The amount is at most 2 % more than it still asks for.',
  'paid-this-before': 'This payer has paid a part of it before.',
  'paid-client-before': 'This payer has paid this client’s invoices before.',
  named: 'The relay found that it may be meant.',
  'token-named': 'It takes this token on this chain.',
  'just-issued': 'It was issued in the week before the transfer.',
  'about-due': 'It was due within three days of the transfer.',
};

function reasonsFor(
  transfer: Pick<TransferLog, 'chainId' | 'token' | 'to' | 'units' | 'blockTime'>,
  invoice: SuggestableInvoice,
  before: PaidBefore,
): SuggestionReason[] {
  const { options, issuedAt, expiresAt } = invoice;
  const reasons: SuggestionReason[] = [];
  if (options.some(({ ownAddress, address }) => ownAddress && address.toLowerCase() === transfer.to))
    reasons.push('own-address');
  const amount = amountReason(worthFor(transfer, invoice), invoice);
  if (amount) reasons.push(amount);
  if (before.invoices.has(invoice.id)) reasons.push('paid-this-before');
  else if (invoice.client !== '' && before.clients.has(invoice.client)) reasons.push('paid-client-before');
  if (invoice.isNamed) reasons.push('named');
  if (optionOf(options, transfer)) reasons.push('token-named');
  const age = transfer.blockTime - issuedAt;
  if (age >= 0 && age <= 7 * day) reasons.push('just-issued');
  if (Math.abs(transfer.blockTime - expiresAt) <= 3 * day) reasons.push('about-due');
  return reasons.sort((a, b) => weights[b] - weights[a]);
}

/** Compares by whole minor units: a tail, which is less than one, does not matter, nor do decimals beyond. */
function amountReason(worth: ExactSum | null, { remaining, total }: SuggestableInvoice): SuggestionReason | undefined {
  if (!worth) return undefined;
  const minor = wholeUnits(worth);
  if (minor === 0n || remaining === 0n) return undefined;
  if (minor === remaining) return 'exact-rest';
  if (minor === total) return 'exact-total';
  const difference = minor < remaining ? remaining - minor : minor - remaining;
  if (difference * feePart > remaining) return undefined;
  return minor < remaining ? 'short-by-fee' : 'little-over';
}

/**
 * What a transfer is worth in an invoice's currency: by its terms, else at par of its token's peg;
 * null where neither says.
 */
function worthFor(
  transfer: Pick<TransferLog, 'chainId' | 'token' | 'units'>,
  { options, total, currency }: SuggestableInvoice,
): ExactSum | null {
  const option = optionOf(options, transfer);
  if (option && BigInt(option.exact) > 0n) return { units: total * transfer.units, per: BigInt(option.exact) };
  const token = findToken(transfer.chainId, transfer.token);
  if (!token || token.peg !== currency || !isCurrencyCode(currency)) return null;
  return { units: transfer.units * pow10(currencyDigits(currency)), per: pow10(token.decimals) };
}
