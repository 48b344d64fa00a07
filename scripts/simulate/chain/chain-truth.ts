import type { Hex } from 'viem';
import type { NodeClient, NodeRequest } from './node-client.ts';
import { toQuantity } from './node-client.ts';

/** A Transfer log of any contract, as the node itself tells it; addresses are lower case. */
export interface TrueTransfer {
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
  /** The input of its transaction. */
  readonly input: string;
}

/** A block that is in the chain; `time` is Unix seconds. */
export interface TrueBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly time: number;
  readonly transfers: readonly TrueTransfer[];
}

/** keccak256("Transfer(address,address,uint256)"), EIP-20. */
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/**
 * Reads what is in a node's chain now, and remembers it: blocks that are still there are not read again.
 */
export class ChainTruth {
  readonly #client: NodeClient;
  #blocks: TrueBlock[] = [];
  readonly #first: number;

  /** @param first Number of the first block that matters. */
  constructor(client: NodeClient, first: number) {
    this.#client = client;
    this.#first = first;
  }

  /** All blocks from the first on, oldest first. */
  async read(): Promise<readonly TrueBlock[]> {
    const head = Number(await this.#client.call<Hex>('eth_blockNumber'));
    while (!(await this.#isStillThere(this.#blocks.at(-1), head))) this.#blocks = this.#blocks.slice(0, -1);
    const next = this.#first + this.#blocks.length;
    if (next <= head) this.#blocks = [...this.#blocks, ...(await this.#readRange(next, head))];
    return this.#blocks;
  }

  async #isStillThere(block: TrueBlock | undefined, head: number): Promise<boolean> {
    if (!block) return true;
    if (block.number > head) return false;
    const now = await this.#client.call<{ hash: Hex } | null>('eth_getBlockByNumber', toQuantity(block.number), false);
    return now?.hash === block.hash;
  }

  async #readRange(from: number, to: number): Promise<TrueBlock[]> {
    const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const requests = numbers.map((number): NodeRequest => ['eth_getBlockByNumber', toQuantity(number), true]);
    const blocks = (await this.#client.batch(requests)) as RawBlock[];
    const range = { fromBlock: toQuantity(from), toBlock: toQuantity(to), topics: [transferTopic] };
    const logs = Map.groupBy(await this.#client.call<RawLog[]>('eth_getLogs', range), (log) => log.blockHash);
    return blocks.map(({ number, hash, timestamp, transactions }) => {
      const inputs = new Map(transactions.map((transaction) => [transaction.hash, transaction.input]));
      const transfers = (logs.get(hash) ?? []).filter(({ topics }) => topics.length === 3);
      return {
        number: Number(number),
        hash,
        time: Number(timestamp),
        transfers: transfers.map((log) => toTransfer(log, inputs.get(log.transactionHash) ?? '0x')),
      };
    });
  }
}

interface RawBlock {
  readonly number: Hex;
  readonly hash: Hex;
  readonly timestamp: Hex;
  readonly transactions: readonly { readonly hash: Hex; readonly input: string }[];
}

interface RawLog {
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: Hex;
}

function toTransfer(log: RawLog, input: string): TrueTransfer {
  return {
    txHash: log.transactionHash,
    logIndex: Number(log.logIndex),
    token: log.address.toLowerCase(),
    from: `0x${(log.topics[1] ?? '').slice(26)}`.toLowerCase(),
    to: `0x${(log.topics[2] ?? '').slice(26)}`.toLowerCase(),
    units: BigInt(log.data),
    input: input.toLowerCase(),
  };
}
