import type { TrueBlock, TrueTransfer } from '../chain/chain-truth.ts';

/** One way to pay an invoice, as its signed terms say; addresses are lower case. */
export interface OracleOption {
  readonly chainId: number;
  readonly token: string;
  readonly address: string;
  readonly ownAddress: boolean;
  readonly decimals: number;
  /** What is due, in base units: without the tail and with it. */
  readonly exact: bigint;
  readonly tagged: bigint;
}

/** An issued invoice as the oracle sees it: its terms, and nothing of what became of it. Times are Unix seconds. */
export interface OracleInvoice {
  readonly linkId: string;
  /** Minor units of its currency. */
  readonly due: bigint;
  readonly tag: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly monitorUntil: number;
  readonly options: readonly OracleOption[];
  /** Heads of the chains when the relay surely had it; absent while nobody knows. Later blocks were judged with it. */
  readonly publishedAt: ReadonlyMap<number, number>;
  /**
   * Through which blocks the relay had surely read when its owner first closed it or opened it again; absent: never.
   */
  readonly closedAt: ReadonlyMap<number, number>;
}

/** A chain as it is now. */
export interface OracleChain {
  readonly chainId: number;
  readonly blocks: readonly TrueBlock[];
  readonly head: number;
  /** Blocks that the chain itself calls safe, and those that can no longer change. */
  readonly safe: number;
  readonly finalized: number;
  /** Contracts that are what the registry says, lower case, with their decimals. */
  readonly tokens: ReadonlyMap<string, number>;
}

/** A transfer in its block. `lastingId` is the same in whatever block the transfer stands. */
export interface PlacedTransfer extends TrueTransfer {
  readonly key: string;
  readonly lastingId: string;
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockTime: number;
}

/** By which rule a transfer is an invoice's. */
export type OracleRule = 'own-address' | 'tag' | 'tagged-amount' | 'assumed';

/** What must become of a transfer. */
export type Outcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'credited'; readonly linkId: string; readonly rule: OracleRule; readonly late: boolean }
  | { readonly kind: 'unmatched'; readonly reason: string }
  /** So much hangs on what was known when that nothing is said: see `mostQuestions` in judge.ts. */
  | { readonly kind: 'anything' };

/** A transfer with what may have become of it: one outcome, or several where that hangs on what a ledger knew when. */
export interface JudgedTransfer {
  readonly transfer: PlacedTransfer;
  readonly outcomes: readonly Outcome[];
}

/**
 * A payment that a ledger holds, or held, for an invoice: the oracle takes its word on nothing but what may have been
 * known when another transfer came, and on what a transfer was before a reorganisation moved it.
 */
export interface ClaimedPayment {
  readonly key: string;
  readonly lastingId: string;
  readonly linkId: string;
  readonly rule: OracleRule;
  readonly chainId: number;
  readonly token: string;
  readonly units: bigint;
  readonly isReversed: boolean;
}

/**
 * A moment at which nothing moved and every ledger was right: blocks up to these heads, by chain, were known to the
 * relay before any later one, that these payments stood, and that those were gone.
 */
export interface Rest {
  readonly heads: ReadonlyMap<number, number>;
  readonly standing: ReadonlySet<string>;
  readonly reversed: ReadonlySet<string>;
}

/** What can be said for certain: where nobody knows, each answer is allowed. */
export type Certainty = 'yes' | 'maybe' | 'no';

/** All transfers of a chain, in order. */
export function placedTransfers({ chainId, blocks }: OracleChain): PlacedTransfer[] {
  return blocks.flatMap(({ number, hash, time, transfers }) => {
    const ranks = new Map<string, number>();
    return transfers.map((transfer) => {
      const { txHash, logIndex, token, from, to, units } = transfer;
      const alike = [chainId, txHash, token, from, to, units].join(':');
      const rank = ranks.get(alike) ?? 0;
      ranks.set(alike, rank + 1);
      return {
        ...transfer,
        key: `${chainId}:${hash}:${txHash}:${logIndex}`,
        lastingId: `${alike}:${rank}`,
        chainId,
        blockNumber: number,
        blockTime: time,
      };
    });
  });
}
