import { findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';

/** What the payer may still choose between, with the option in force. An empty list means that there is no choice. */
export interface PaymentChoice {
  readonly option: PaymentOption;
  readonly symbols: readonly string[];
  readonly chainIds: readonly number[];
}

/**
 * The choice as it stands when `wanted` is asked for: first the token, then the networks that carry it. A network that
 * does not carry the token gives way to the first that does; without a wish the seller's first option is taken.
 */
export function paymentChoice(
  options: readonly PaymentOption[],
  wanted: { readonly symbol: string | null; readonly chainId: number | null },
): PaymentChoice {
  const [first] = options;
  if (!first) throw new Error('An invoice has at least one way to pay it');
  const symbols = distinct(options.map((option) => option.symbol));
  const symbol = wanted.symbol !== null && symbols.includes(wanted.symbol) ? wanted.symbol : first.symbol;
  const ofSymbol = options.filter((option) => option.symbol === symbol);
  const option = ofSymbol.find((candidate) => candidate.chainId === wanted.chainId) ?? ofSymbol[0] ?? first;
  const chainIds = distinct(ofSymbol.map((candidate) => candidate.chainId));
  return { option, symbols: symbols.length > 1 ? symbols : [], chainIds: chainIds.length > 1 ? chainIds : [] };
}

/** The chain's name as people know it; its number where the registry has no name. */
export function chainName(chainId: number): string {
  return findChain(chainId)?.name ?? `Chain ${chainId}`;
}

/** What to know about a token beside its symbol, e.g. that it is bridged; null when it is the issuer's own. */
export function tokenCaution(option: Pick<PaymentOption, 'chainId' | 'token' | 'symbol'>): string | null {
  const token = findToken(option.chainId, option.token);
  if (!token) return `Check the token's contract: this page has no record of this ${option.symbol}.`;
  if (token.kind === 'bridged')
    return `${token.symbol} on ${chainName(option.chainId)} is a bridged token. It is not the same as the issuer's own.`;
  return null;
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
