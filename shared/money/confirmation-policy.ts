import { pow10 } from './decimal.ts';
import { findToken } from './token.ts';

/**
 * What a payment waits for: only blocks on top of it, or the chain's own word that its block is
 * `safe` or `finalized` too.
 */
export const confirmationWaits = ['blocks', 'safe', 'finalized'] as const;
/** One of the things that a payment can wait for. */
export type ConfirmationWait = (typeof confirmationWaits)[number];

/**
 * What must be true before a payment counts: it lies `blocks` deep (its own block is the first), and the chain's block
 * of the name `awaits` has passed it.
 */
export interface ConfirmationRequirement {
  readonly blocks: number;
  readonly awaits: ConfirmationWait;
}

/** A requirement for payments of `from` whole tokens of their peg or more, and where it is from. */
export interface ConfirmationTier extends ConfirmationRequirement {
  readonly from: bigint;
  readonly source: string;
}

/** Where a payment lies and what is known of its chain; null where the chain's nodes do not tell such a block. */
export interface ChainPlace {
  /** The payment's block and the highest one read. */
  readonly block: bigint;
  readonly tip: bigint;
  readonly safe: bigint | null;
  readonly finalized: bigint | null;
}

/** A payment that waits for a block that no node tells counts once it lies this many times as deep. */
const withoutTag = 4;

/** What an unknown chain asks for: nothing should be paid there, so only the least is promised. */
const unknownChain: ConfirmationRequirement = { blocks: 12, awaits: 'blocks' };

/**
 * What a payment of `units` in this token must wait for, by its chain and its worth: the one place that says so, for
 * the relay and for a device's own check alike. An amount in a token that is not in the registry counts as a small one.
 *
 * @param ownerMinimum blocks that the owner asks for; more than the policy's raise it, fewer do not lower it.
 */
export function requiredConfirmations(
  chainId: number,
  token: string,
  units: bigint,
  ownerMinimum = 1,
): ConfirmationRequirement {
  const decimals = findToken(chainId, token)?.decimals;
  const whole = decimals === undefined ? 0n : units / pow10(decimals);
  const { blocks, awaits } = confirmationTiers(chainId).findLast((tier) => tier.from <= whole) ?? unknownChain;
  return { blocks: Math.max(blocks, ownerMinimum), awaits };
}

/**
 * How many of its confirmations a payment has: all of them only when everything that it waits for is there, else fewer,
 * so that progress can be shown by one number.
 */
export function countConfirmations({ blocks, awaits }: ConfirmationRequirement, place: ChainPlace): number {
  const depth = Number(place.tip - place.block) + 1;
  if (depth < blocks) return Math.max(depth, 1);
  const told = awaits === 'finalized' ? place.finalized : later(place.safe, place.finalized);
  const isPassed = awaits === 'blocks' || (told === null ? depth >= blocks * withoutTag : told >= place.block);
  return isPassed ? blocks : blocks - 1;
}

/** The tiers of a chain, smallest amounts first; none for a chain that is not in the registry. */
export function confirmationTiers(chainId: number): readonly ConfirmationTier[] {
  return tiersByChain.get(chainId) ?? [];
}

function later(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Amounts, in whole tokens, from which more is asked for; exchanges and custodians do so too. */
const middling = 10_000n;
const large = 100_000n;

const cctp = 'https://developers.circle.com/cctp/concepts/finality-and-block-confirmations';
const mint = 'https://developers.circle.com/circle-mint/references/blockchain-confirmations';
const gateway = 'https://developers.circle.com/gateway/references/supported-blockchains';
const kraken = 'https://support.kraken.com/hc/en-us/articles/203325283-Cryptocurrency-deposit-processing-times';
const coinbase = 'https://help.coinbase.com/en/exchange/crypto-transfers/delayed-crediting-on-layer2-networks';
const layer1 = 'https://docs.layer1.com/docs/supported-assets-and-protocols';
const cryptopay = 'https://developers.cryptopay.me/guides/confirmations';
const ripple = 'https://docs.ripple.com/products/custody/v1.15/overview/blockchain/transactions/finality';
const arbitrum = 'https://docs.arbitrum.io/how-arbitrum-works/reference/finality-and-reorgs';
const celo = 'https://docs.celo.org/specs/finality';
const linea = 'https://docs.linea.build/stack/deployment/finality';

/**
 * A chain ordered by one sequencer that follows Ethereum: safe once its data is there, final once
 * Ethereum finalised that.
 */
function opStack(safeBlocks: number, finalBlocks: number, more: string): readonly ConfirmationTier[] {
  return [
    tier(
      0n,
      10,
      'blocks',
      `Circle credits after 1 block in fast transfers (${cctp}), Layer1 after 10 (${layer1})${more}.`,
    ),
    tier(
      middling,
      safeBlocks,
      'safe',
      `Its data is on Ethereum; Circle Mint waits for that, and 12 Ethereum blocks (${mint}). Coinbase delays large deposits (${coinbase}).`,
    ),
    tier(
      large,
      finalBlocks,
      'finalized',
      `Final on Ethereum, 13 to 19 minutes; Circle waits as long in standard transfers (${cctp}).`,
    ),
  ];
}

const testNetwork: readonly ConfirmationTier[] = [
  tier(0n, 3, 'blocks', 'A test network: nothing is at stake, so it is quick.'),
];

/** Looked up in November 2026; the pages say that their figures can change. */
const tiersByChain: ReadonlyMap<number, readonly ConfirmationTier[]> = new Map([
  [
    1,
    [
      tier(0n, 12, 'blocks', `Circle Mint: 12, about 3 minutes (${mint}).`),
      tier(middling, 30, 'blocks', `Kraken: about 30 for ERC-20 tokens, 6 minutes (${kraken}).`),
      tier(large, 65, 'finalized', `Circle: final after about 65 blocks, 13 to 19 minutes (${cctp}).`),
    ],
  ],
  [8453, opStack(60, 400, '')],
  [10, opStack(60, 400, '')],
  [42220, opStack(120, 800, `; Celo's own finality (${celo})`)],
  [
    42161,
    [
      tier(0n, 40, 'blocks', `Kraken: 40 (${kraken}). Circle credits after 1 block in fast transfers (${cctp}).`),
      tier(middling, 300, 'safe', `Circle Mint: 300 blocks (${mint}), and the batch is on Ethereum (${arbitrum}).`),
      tier(
        large,
        3_200,
        'finalized',
        `Final on Ethereum, 13 to 19 minutes; Circle waits as long in standard transfers (${cctp}).`,
      ),
    ],
  ],
  [
    137,
    [
      tier(0n, 5, 'blocks', `Final in 2 to 3 blocks since Heimdall v2; Circle Gateway waits for as many (${gateway}).`),
      tier(middling, 16, 'finalized', `The same, by the chain's own word (${gateway}).`),
      tier(large, 50, 'finalized', `Circle Mint: 50, about 2 minutes (${mint}).`),
    ],
  ],
  [
    56,
    [
      tier(0n, 15, 'blocks', `Cryptopay: 15 (${cryptopay}). Circle: final after 3 (${cctp}).`),
      tier(middling, 15, 'finalized', `The same, and final by the chain's own word (${cctp}).`),
      tier(large, 96, 'finalized', `Ripple Custody: 96 (${ripple}).`),
    ],
  ],
  [
    43114,
    [
      tier(0n, 2, 'blocks', `An accepted block is final; Circle waits for 1 (${cctp}).`),
      tier(middling, 10, 'finalized', `The same, by the chain's own word (${cctp}).`),
      tier(large, 20, 'finalized', `Kraken: 20, about 1 minute (${kraken}).`),
    ],
  ],
  [
    59144,
    [
      tier(0n, 10, 'blocks', `Circle credits after 1 block in fast transfers (${cctp}).`),
      tier(middling, 60, 'blocks', `Validators agree on each block as it is made (${linea}); 2 minutes more of it.`),
      tier(large, 10_800, 'finalized', `Proven on Ethereum, 6 to 32 hours; Circle waits as long (${mint}).`),
    ],
  ],
  [11155111, testNetwork],
  [84532, testNetwork],
  [
    31337,
    [
      tier(0n, 3, 'blocks', 'Enough blocks to see "confirming" on the way to "paid".'),
      tier(middling, 5, 'safe', 'To see what a larger payment waits for; the safe block follows the head by 4.'),
      tier(large, 9, 'finalized', 'To see what a large payment waits for; the finalized block follows the head by 8.'),
    ],
  ],
]);

function tier(from: bigint, blocks: number, awaits: ConfirmationWait, source: string): ConfirmationTier {
  return { from, blocks, awaits, source };
}
