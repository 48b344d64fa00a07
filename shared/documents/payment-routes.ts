import { tokenAmountToDecimal } from '../money/amount.ts';
import { findChain } from '../money/chain.ts';
import type { PaymentOption } from '../payment/payment-terms.ts';
import { documentNumber } from './document-format.ts';

/** One way to pay by hand: this amount to this address, in any of these tokens on these networks. */
export interface RouteGroup {
  /** The exact amount with the tokens it may be in: "1,200.004711 USDC or USDT". */
  readonly amount: string;
  readonly address: string;
  /**
   * Each network with the tokens taken on it: not every token is taken, or even exists, on every network. "Base: USDC".
   */
  readonly networks: readonly string[];
}

/** Said beside every amount that is to be sent by hand. */
export const routeNote = 'Only these tokens on these networks are recognised, by their exact amount.';

/**
 * The ways to pay by hand. Options that differ only in chain and token share one address and one
 * amount: they are said once.
 *
 * @param unitsOf how much to send with an option, in base units of its token.
 */
export function paymentRoutes(
  options: readonly PaymentOption[],
  unitsOf: (option: PaymentOption) => bigint,
): RouteGroup[] {
  const amountOf = (option: PaymentOption) => tokenAmountToDecimal({ units: unitsOf(option), token: option });
  const groups = Map.groupBy(options, (option) => `${option.address} ${amountOf(option)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        amount: `${documentNumber(amountOf(first))} ${symbolsOf(group)}`,
        address: first.address,
        networks: networksOf(group),
      },
    ];
  });
}

function symbolsOf(options: readonly PaymentOption[]): string {
  const symbols = [...new Set(options.map((option) => option.symbol))];
  return symbols.length < 2 ? symbols.join('') : `${symbols.slice(0, -1).join(', ')} or ${symbols.at(-1)}`;
}

function networksOf(options: readonly PaymentOption[]): string[] {
  const byChain = Map.groupBy(options, (option) => option.chainId);
  return [...byChain].map(
    ([chainId, taken]) =>
      `${findChain(chainId)?.name ?? `chain ${chainId}`}: ${taken.map((option) => option.symbol).join(', ')}`,
  );
}
