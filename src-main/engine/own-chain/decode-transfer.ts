import type { Hex } from 'viem';

/** `keccak256("Transfer(address,address,uint256)")`: the first topic of every ERC-20 transfer log (EIP-20). */
export const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** A log as an endpoint tells it; numbers are hex. */
export interface RawLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly logIndex: Hex;
}

/** What a transfer log says; addresses are lower case. */
export interface DecodedTransfer {
  readonly logIndex: number;
  readonly token: Hex;
  readonly from: Hex;
  readonly to: Hex;
  readonly units: bigint;
}

/** Reads a log as an ERC-20 transfer; null where it is none (an ERC-721 transfer has a fourth topic and no data). */
export function decodeTransfer({ address, topics, data, logIndex }: RawLog): DecodedTransfer | null {
  const [topic, from, to] = topics;
  if (topic !== transferTopic || topics.length !== 3 || from === undefined || to === undefined) return null;
  if (!/^0x[0-9a-f]{64}$/i.test(data)) return null;
  return {
    logIndex: Number(logIndex),
    token: lower(address),
    from: addressOf(from),
    to: addressOf(to),
    units: BigInt(data),
  };
}

function addressOf(topic: Hex): Hex {
  return `0x${topic.slice(-40).toLowerCase()}`;
}

function lower(address: Hex): Hex {
  return `0x${address.slice(2).toLowerCase()}`;
}
