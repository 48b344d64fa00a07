import { tokensOn, type Token } from '../../../shared/money/token.ts';

/**
 * How a token's contract behaves: `plain` as the standard says; `tether` returns nothing from `transfer`; `fee` keeps
 * one per cent of what is sent.
 */
export type TokenMake = 'plain' | 'tether' | 'fee';

/** A token of the registry as it stands on a simulated chain. */
export interface SimulatedToken {
  readonly token: Token;
  readonly make: TokenMake;
  /** Whether the owner takes it; one that is not taken is still known to the relay. */
  readonly accepted: boolean;
}

/** Chains that can be simulated, in the order in which they are taken: quick ones, so that the relay asks often. */
export const simulatedChainIds = [31337, 43114, 56, 42220, 42161] as const;

/**
 * The tokens of a chain: its first USDC, USDT and DAI and, where there is one, PYUSD with a fee, which the owner takes;
 * and one more that the owner never takes (a bridged USDC, or EURC). The registry's others are left without a contract.
 */
export function tokenSet(chainId: number): SimulatedToken[] {
  const known = tokensOn(chainId);
  const first = (asset: Token['asset']): Token[] => known.filter((token) => token.asset === asset).slice(0, 1);
  const taken = [...first('USDC'), ...first('USDT'), ...first('DAI'), ...first('PYUSD')];
  const refused = known.filter((token) => !taken.includes(token) && ['USDC', 'EURC'].includes(token.asset)).slice(0, 1);
  return [
    ...taken.map((token) => ({ token, make: makeOf(token), accepted: true })),
    ...refused.map((token) => ({ token, make: makeOf(token), accepted: false })),
  ];
}

function makeOf({ asset, decimals }: Token): TokenMake {
  if (asset === 'PYUSD') return 'fee';
  return asset === 'USDT' && decimals === 6 ? 'tether' : 'plain';
}
