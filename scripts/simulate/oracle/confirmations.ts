import type { OracleChain, PlacedTransfer } from './model.ts';

/** How far a payment is, as docs/payments.md says. `required`: how many confirmations it needs. */
export interface ExpectedProgress {
  readonly state: 'seen' | 'confirming' | 'confirmed' | 'final';
  readonly confirmations: number;
  readonly required: number;
}

type Tier = readonly [blocks: number, awaits?: 'safe' | 'finalized'];

/**
 * The table of docs/payments.md for the chains that are simulated: below 10,000 whole tokens, from
 * there, and from 100,000.
 */
const policy: ReadonlyMap<number, readonly [Tier, Tier, Tier]> = new Map([
  [31337, [[3], [5, 'safe'], [9, 'finalized']]],
  [43114, [[2], [10, 'finalized'], [20, 'finalized']]],
  [56, [[15], [15, 'finalized'], [96, 'finalized']]],
  [42220, [[10], [120, 'safe'], [800, 'finalized']]],
  [42161, [[40], [300, 'safe'], [3_200, 'finalized']]],
]);

/** Says how far a payment must be now that everybody has read the whole chain. */
export function expectedProgress(
  { token, units, blockNumber }: Pick<PlacedTransfer, 'token' | 'units' | 'blockNumber'>,
  { chainId, tokens, head, safe, finalized }: OracleChain,
): ExpectedProgress {
  const whole = units / 10n ** BigInt(tokens.get(token) ?? 0);
  const tiers = policy.get(chainId);
  if (!tiers) throw new Error(`The oracle does not know what chain ${chainId} asks for`);
  const [required, awaits] = tiers[whole < 10_000n ? 0 : whole < 100_000n ? 1 : 2];
  const depth = head - blockNumber + 1;
  const isTold = awaits === undefined || (awaits === 'safe' ? safe : finalized) >= blockNumber;
  if (depth >= required && isTold)
    return { state: finalized >= blockNumber ? 'final' : 'confirmed', confirmations: required, required };
  return { state: depth === 1 ? 'seen' : 'confirming', confirmations: Math.min(depth, required - 1), required };
}
