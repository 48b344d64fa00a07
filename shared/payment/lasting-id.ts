/** What of a transfer stays the same when a reorganisation puts its transaction into another block. */
export interface LastingTransfer {
  readonly chainId: number;
  readonly blockHash: string;
  readonly txHash: string;
  readonly logIndex: number;
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: string | bigint;
}

/**
 * Gives each transfer an id that outlives its block: `chain:transaction:token:sender:recipient:units:rank`, lower case.
 * The rank (from 0, by place in the block) tells apart several of one transaction that are alike in everything else.
 *
 * Pass all transfers of a transaction and a block together: a rank is among those that are passed. The same transfer in
 * two blocks has one id, and two keys ({@link transferKey} of transfer.ts).
 */
export function lastingIds<Transfer extends LastingTransfer>(
  transfers: readonly Transfer[],
): ReadonlyMap<Transfer, string> {
  const ranks = new Map<string, number>();
  const ids = new Map<Transfer, string>();
  for (const transfer of transfers.toSorted((a, b) => a.logIndex - b.logIndex)) {
    const alike = likeness(transfer);
    const inBlock = `${transfer.blockHash}:${alike}`;
    const rank = ranks.get(inBlock) ?? 0;
    ranks.set(inBlock, rank + 1);
    ids.set(transfer, `${alike}:${rank}`);
  }
  return ids;
}

function likeness({ chainId, txHash, token, from, to, units }: LastingTransfer): string {
  return [chainId, txHash, token, from, to, units].join(':').toLowerCase();
}
