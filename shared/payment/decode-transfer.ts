import type { RpcLog } from './rpc-answers.ts';
import type { TransferLog } from './transfer.ts';

/** `keccak256("Transfer(address,address,uint256)")`: the first topic of every ERC-20 transfer log (EIP-20). */
export const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** A transfer before its block's time is known. */
export type TimelessTransfer = Omit<TransferLog, 'blockTime'>;

/**
 * Reads a log as an ERC-20 transfer: three topics and one word of data. Null where it is none (an ERC-721 transfer has
 * a fourth topic and no data), or was taken out of the chain.
 */
export function decodeTransfer(chainId: number, log: RpcLog): TimelessTransfer | null {
  const { topics, data } = log;
  const [topic, from, to] = topics;
  if (log.removed || topics.length !== 3 || topic !== transferTopic) return null;
  if (from?.length !== wordLength || to?.length !== wordLength || data.length !== wordLength) return null;
  return {
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    txHash: log.transactionHash,
    logIndex: log.logIndex,
    token: log.address,
    from: addressIn(from),
    to: addressIn(to),
    units: BigInt(data),
  };
}

/** Characters of one word of 32 bytes as hex. */
const wordLength = 66;

/** An indexed address is the last 20 bytes of its topic. */
function addressIn(topic: `0x${string}`): `0x${string}` {
  return `0x${topic.slice(-40)}`;
}
