/**
 * What stays the same about a transfer when a reorganisation puts its transaction into another block; hex is lower case,
 * `units` decimal text. `rank` is its place (from 0, by log index) among the logs of the transaction that are otherwise equal.
 */
export interface TransferIdentity {
  readonly chainId: number;
  readonly txHash: string;
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: string;
  readonly rank: number;
}

/** A transfer in its block, as ledgers write it down: hex in any case. */
export type PlacedTransfer = Omit<TransferIdentity, 'rank'> & { readonly blockHash: string; readonly logIndex: number };

/** The identity as text, for keys: `chainId|txHash|token|from|to|units|rank`. */
export function identityKey({ chainId, txHash, token, from, to, units, rank }: TransferIdentity): string {
  return [chainId, txHash, token, from, to, units, rank].join('|').toLowerCase();
}

/**
 * The identity of a transfer.
 *
 * @param others transfers of the same transaction, in whatever blocks, this one among them or not: those that are equal to it
 * and come before it in its block give its rank.
 */
export function identityOf(transfer: PlacedTransfer, others: readonly PlacedTransfer[]): TransferIdentity {
  const { chainId, txHash, token, from, to, units } = transfer;
  const whole = { chainId, txHash, token, from, to, units, rank: 0 };
  const key = identityKey(whole);
  const earlier = others.filter(
    (other) =>
      other.blockHash.toLowerCase() === transfer.blockHash.toLowerCase() &&
      other.logIndex < transfer.logIndex &&
      identityKey({ ...other, rank: 0 }) === key,
  );
  return { ...whole, rank: new Set(earlier.map(({ logIndex }) => logIndex)).size };
}
