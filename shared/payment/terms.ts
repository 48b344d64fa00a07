import { addDays, type CalendarDate } from '../invoice/calendar-date.ts';
import type { FrozenInvoice } from '../invoice/frozen-invoice.ts';
import type { SettlementRate } from '../invoice/invoice-draft.ts';
import { parseReceivingAddress } from '../money/address.ts';
import type { Money } from '../money/amount.ts';
import { currencyDigits, type CurrencyCode } from '../money/currency.ts';
import { decimal, divideUp, pow10 } from '../money/decimal.ts';
import { unitsAtPar } from '../money/par.ts';
import type { Token } from '../money/token.ts';
import { fail, ok, type Problem, type Result } from '../result.ts';
import type { PayableInvoice, PaymentOption, PaymentTerms } from './payment-terms.ts';
import { tailUnits } from './tail.ts';

/**
 * Why an invoice gets no terms: `no-rate` where a token is accepted that an exchange rate alone could make settle it,
 * `nothing-settles` where no token is accepted at all, `amount-not-positive` where its total is not above zero.
 */
export type TermsProblemCode = 'terms.no-rate' | 'terms.nothing-settles' | 'terms.amount-not-positive';
/** The refusal of terms. */
export type TermsProblem = Problem & { readonly code: TermsProblemCode };

/**
 * What terms are made from. `receiver` is where the money goes: an address of the invoice's own, or one shared by many.
 * `tag` is 32 hex digits and `tail` a number from `chooseTail`, both random and both the caller's; an own address needs
 * no tail. `monitorDays` is how long after the due date payments are still looked for.
 */
export interface TermsRequest {
  readonly total: Money;
  readonly accept: readonly Token[];
  readonly receiver: { readonly address: string; readonly ownAddress: boolean };
  readonly rates: readonly SettlementRate[];
  readonly tag: string;
  readonly tail: number;
  readonly dueDate: CalendarDate;
  readonly monitorDays: number;
}

/**
 * Freezes how an invoice may be paid: one option for each accepted token that can settle its currency.
 *
 * A token at par, or with a rate for its peg, becomes an option; the others of `accept` are left out, and only when
 * none is left it fails (`terms.no-rate` where a rate would help, else `terms.nothing-settles`). The receiver's address
 * is checked on every chain concerned (`address.*`).
 */
export function makePaymentTerms(request: TermsRequest): Result<PaymentTerms> {
  const { total, receiver } = request;
  if (total.minor <= 0n)
    return fail('terms.amount-not-positive', 'There is nothing to pay: the total must be above zero.');
  const chainIds = [...new Set(request.accept.map((token) => token.chainId))];
  const address = parseReceivingAddress(receiver.address, chainIds);
  if (!address.ok) return address;
  const tail = receiver.ownAddress ? 0 : request.tail;
  const options: PaymentOption[] = [];
  for (const token of request.accept) {
    const due = amountDue(total, token, request.rates);
    if (!due.ok) continue;
    options.push({
      chainId: token.chainId,
      token: token.address,
      symbol: token.symbol,
      decimals: token.decimals,
      address: address.value,
      ownAddress: receiver.ownAddress,
      exact: due.value.toString(),
      tagged: (due.value + tailUnits(tail, token.decimals)).toString(),
    });
  }
  if (options.length === 0) return nothingSettles(request);
  const isUsed = (rate: SettlementRate) => request.accept.some((token) => needsRate(token, total.currency, rate));
  return ok({
    options,
    tag: request.tag,
    tail,
    rates: request.rates.filter(isUsed),
    ...deadlines(request.dueDate, request.monitorDays),
  });
}

/** Tells whether one token is one unit of the currency: USD for a dollar token, EUR for a euro token. */
export function settlesAtPar(token: Pick<Token, 'peg'>, currency: CurrencyCode): boolean {
  return token.peg === currency;
}

/**
 * How much of a token settles a sum, in base units.
 *
 * At par the conversion is that of `unitsAtPar`. With a rate, minor units × rate is rounded
 * up to the token's next whole cent (10^-2 of a token), so that an invoice is never short of its worth, costs the payer
 * less than one cent more, and leaves the digits under a cent to the tail that tells invoices apart.
 * Fails with `terms.no-rate` when the token is not at par and no rate for its peg is frozen.
 */
export function amountDue(
  total: Money,
  token: Pick<Token, 'peg' | 'decimals' | 'symbol'>,
  rates: readonly SettlementRate[],
): Result<bigint, TermsProblem> {
  if (settlesAtPar(token, total.currency)) return ok(unitsAtPar(total.minor, total.currency, token.decimals));
  const rate = rates.find((each) => each.peg === token.peg);
  if (!rate) return noRate(total.currency, token.peg);
  const { units, scale } = decimal(rate.perUnit);
  const cents = divideUp(total.minor * units * 100n, pow10(currencyDigits(total.currency) + scale));
  return ok(cents * pow10(token.decimals - 2));
}

/**
 * Until when a payment is on time, and until when it is looked for at all (ISO 8601 instants).
 *
 * The due date ends when it has ended everywhere on Earth: at noon UTC of the next day (UTC−12).
 */
export function deadlines(dueDate: CalendarDate, monitorDays: number): { expiresAt: string; monitorUntil: string } {
  const at = (date: CalendarDate) => `${date}T12:00:00.000Z`;
  return { expiresAt: at(addDays(dueDate, 1)), monitorUntil: at(addDays(dueDate, 1 + monitorDays)) };
}

/** Puts an invoice and its terms together into what the seller signs. */
export function payableInvoice(invoice: FrozenInvoice, terms: PaymentTerms): PayableInvoice {
  return { format: 'quittance/payable-invoice', version: 1, invoice, terms };
}

function needsRate(token: Token, currency: CurrencyCode, rate: SettlementRate): boolean {
  return !settlesAtPar(token, currency) && token.peg === rate.peg;
}

function nothingSettles(request: TermsRequest): Result<never, TermsProblem> {
  const [token] = request.accept;
  if (token) return noRate(request.total.currency, token.peg);
  return fail('terms.nothing-settles', 'No token is accepted for this invoice. Choose at least one in settings.');
}

function noRate(currency: CurrencyCode, peg: string): Result<never, TermsProblem> {
  return fail(
    'terms.no-rate',
    `An invoice in ${currency} needs an exchange rate to be settled in ${peg} tokens. Enter how many ${peg} one ${currency} is worth.`,
    { path: ['rates'] },
  );
}
