import type { TrueBlock, TrueTransfer } from '../chain/chain-truth.ts';

/** One way to pay an invoice, as its signed terms say; addresses are lower case. */
export interface OracleOption {
  readonly chainId: number;
  readonly token: string;
  readonly address: string;
  readonly ownAddress: boolean;
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
  readonly expiresAt: number;
  readonly monitorUntil: number;
  readonly options: readonly OracleOption[];
}

/** A chain as it is now. */
export interface OracleChain {
  readonly chainId: number;
  readonly blocks: readonly TrueBlock[];
  readonly head: number;
  /** Blocks up to this one can no longer change. */
  readonly finalized: number;
  /** How deep a payment must lie to count; its own block is the first. */
  readonly confirmations: number;
  /** Contracts that are what the registry says, lower case. */
  readonly tokens: ReadonlySet<string>;
}

/** A transfer in its block. */
export interface PlacedTransfer extends TrueTransfer {
  readonly key: string;
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockTime: number;
}

/** What must become of a transfer. */
export type Outcome =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'credited';
      readonly linkId: string;
      readonly rule: 'own-address' | 'tag' | 'tagged-amount';
      readonly late: boolean;
    }
  | { readonly kind: 'unmatched'; readonly reason: string };

/** A transfer with what may have become of it: one outcome, or several where that hangs on what a ledger knew when. */
export interface JudgedTransfer {
  readonly transfer: PlacedTransfer;
  readonly outcomes: readonly Outcome[];
}

/**
 * A payment that a ledger holds, or held, for an invoice: the oracle takes its word on nothing but what may have been known
 * when another transfer came.
 */
export interface ClaimedPayment {
  readonly key: string;
  readonly linkId: string;
  readonly chainId: number;
  readonly token: string;
  readonly units: bigint;
  readonly isReversed: boolean;
}

/** All transfers of a chain, in order. */
export function placedTransfers({ chainId, blocks }: OracleChain): PlacedTransfer[] {
  return blocks.flatMap(({ number, hash, time, transfers }) =>
    transfers.map((transfer) => ({
      ...transfer,
      key: `${chainId}:${hash}:${transfer.txHash}:${transfer.logIndex}`,
      chainId,
      blockNumber: number,
      blockTime: time,
    })),
  );
}
