/**
 * One ERC-20 `Transfer` log as read from a chain. Addresses are lower-case hex; hashes are 0x-prefixed.
 * A payment is a log, not a transaction: one transaction can hold many.
 */
export interface TransferLog {
  readonly chainId: number;
  readonly blockNumber: bigint;
  readonly blockHash: `0x${string}`;
  /** Unix seconds of the block. */
  readonly blockTime: number;
  readonly txHash: `0x${string}`;
  readonly logIndex: number;
  /** The token contract that emitted the log: the only identity a token has. */
  readonly token: `0x${string}`;
  readonly from: `0x${string}`;
  readonly to: `0x${string}`;
  /** Base units from the event, not from the calldata. */
  readonly units: bigint;
}

/** The identity of a transfer: `chainId:blockHash:txHash:logIndex`. The same log in another block is another key. */
export function transferKey(log: Pick<TransferLog, 'chainId' | 'blockHash' | 'txHash' | 'logIndex'>): string {
  return `${log.chainId}:${log.blockHash}:${log.txHash}:${log.logIndex}`;
}
