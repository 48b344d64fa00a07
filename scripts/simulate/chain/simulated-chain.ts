import { numberToHex, type Address, type Hex } from 'viem';
import type { WorldClock } from '../world/world-clock.ts';
import { ChainTruth, type TrueBlock } from './chain-truth.ts';
import { fund, installContracts } from './install-contracts.ts';
import { createNodeClient, toQuantity, type NodeClient, type NodeRequest } from './node-client.ts';
import { startNode, type SimulatedNode } from './start-node.ts';
import { tokenSet, type SimulatedToken } from './token-set.ts';

/** A transaction that waits for a block. The sender gets plenty of the token first. */
export interface SimulatedTransaction {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly funds: SimulatedToken | null;
}

/**
 * How to reorganise: `depth` blocks give way to `blocks` new ones, that hold the transactions for which `keep` is true.
 */
export interface Reorganisation {
  readonly depth: number;
  readonly blocks: number;
  readonly seconds: number;
  readonly keep: (index: number) => boolean;
}

/** Half of what lies between the head and the finalized block: deep enough that what counts can still be taken back. */
const epochSlots = 8;
const mostGas = toQuantity(900_000);

/** One chain: a node of its own, with blocks made by us, and the whole truth about it. */
export class SimulatedChain {
  readonly chainId: number;
  readonly tokens: readonly SimulatedToken[];
  readonly rpcUrl: string;
  /** Blocks between the head and the finalized one. */
  readonly finalDepth: number;
  readonly #node: SimulatedNode;
  readonly #client: NodeClient;
  readonly #clock: WorldClock;
  readonly #truth: ChainTruth;
  readonly #sent = new Map<Hex, SimulatedTransaction>();
  #queue: SimulatedTransaction[] = [];
  #payers = 0;
  #head: number;
  #highest: number;
  /** The contracts stand there from this block on. */
  readonly #first: number;
  #time: number;

  private constructor(parts: {
    chainId: number;
    tokens: readonly SimulatedToken[];
    node: SimulatedNode;
    client: NodeClient;
    clock: WorldClock;
    finalDepth: number;
    head: number;
    time: number;
  }) {
    this.chainId = parts.chainId;
    this.tokens = parts.tokens;
    this.rpcUrl = parts.node.rpcUrl;
    this.finalDepth = parts.finalDepth;
    this.#node = parts.node;
    this.#client = parts.client;
    this.#clock = parts.clock;
    this.#head = parts.head;
    this.#highest = parts.head;
    this.#first = parts.head;
    this.#time = parts.time;
    this.#truth = new ChainTruth(parts.client, parts.head + 1);
  }

  /**
   * Starts a chain of the registry, with its tokens in place. Its finalized block lies deeper than its confirmations,
   * so that what is paid can still be taken back.
   */
  static async start(chainId: number, clock: WorldClock): Promise<SimulatedChain> {
    const genesisTime = clock.seconds - 3_600;
    const node = await startNode({ chainId, epochSlots, genesisTime });
    const client = createNodeClient(node.rpcUrl);
    const tokens = tokenSet(chainId);
    await installContracts(client, tokens);
    // The relay begins below the head, and nothing of this can be reorganised away.
    await client.batch(Array.from({ length: 2 * epochSlots + 1 }, (): NodeRequest => ['evm_mine']));
    const tip = await client.call<{ number: Hex; timestamp: Hex }>('eth_getBlockByNumber', 'latest', false);
    const head = Number(tip.number);
    return new SimulatedChain({
      chainId,
      tokens,
      node,
      client,
      clock,
      finalDepth: 2 * epochSlots,
      head,
      time: Number(tip.timestamp),
    });
  }

  get head(): number {
    return this.#head;
  }

  /** Unix seconds of the head. */
  get time(): number {
    return this.#time;
  }

  /** Blocks with which the head is where it was before reorganisations, so that finality has not gone back. */
  get shorter(): number {
    return this.#highest - this.#head;
  }

  /** What the node calls safe, once the head is where it was before reorganisations. */
  get safe(): number {
    return this.#highest - this.finalDepth / 2;
  }

  /** Everything up to this block is final, and no reorganisation goes deeper. */
  get finalized(): number {
    return this.#highest - this.finalDepth;
  }

  /** An address that has never paid before. */
  newPayer(): Address {
    this.#payers += 1;
    return numberToHex((0xfan << 152n) + BigInt(this.#payers), { size: 20 });
  }

  /** Puts transactions into the next block. */
  queue(transactions: readonly SimulatedTransaction[]): void {
    this.#queue.push(...transactions);
  }

  /** Makes blocks `seconds` apart; the first holds what is queued. */
  async mine(blocks: number, seconds: number): Promise<void> {
    for (let made = 0; made < blocks; made += 1) await this.#mineOne(this.#queue.splice(0), seconds);
  }

  /**
   * Replaces the newest blocks, as deep as asked but never what is final. Transactions that are kept are spread over
   * the new blocks (or wait for the next, where there is none); the others have never happened.
   * @returns how many blocks are gone.
   */
  async reorganise({ depth, blocks, seconds, keep }: Reorganisation): Promise<number> {
    const real = Math.min(depth, this.#head - Math.max(this.finalized, this.#first));
    if (real <= 0) return 0;
    const all = await this.#truth.read();
    const gone = await this.#transactionsOf(all.slice(-real).map(({ number }) => number));
    await this.#client.call('anvil_rollback', real);
    await this.#readHead();
    const kept = gone.filter((_, index) => keep(index));
    for (let made = 0; made < blocks; made += 1) {
      const share = kept.filter((_, index) => index % blocks === made);
      await this.#mineOne(share, seconds);
    }
    if (blocks === 0) this.#queue.unshift(...kept);
    return real;
  }

  /** What is in the chain now, oldest block first. */
  truth(): Promise<readonly TrueBlock[]> {
    return this.#truth.read();
  }

  stop(): Promise<void> {
    return this.#node.stop();
  }

  async #mineOne(transactions: readonly SimulatedTransaction[], seconds: number): Promise<void> {
    // After a rollback the node's pool holds what was in the blocks that gave way: it comes again
    // only where it is kept.
    await this.#client.call('anvil_dropAllTransactions');
    const nonces = await this.#noncesOf(transactions);
    const requests = transactions.flatMap(({ from, to, data, funds }): NodeRequest[] => {
      const nonce = nonces.get(from.toLowerCase()) ?? 0;
      nonces.set(from.toLowerCase(), nonce + 1);
      return [
        ...(funds ? [fund(funds, from)] : []),
        ['eth_sendTransaction', { from, to, data, gas: mostGas, gasPrice: '0x0', nonce: toQuantity(nonce) }],
      ];
    });
    const answers = await this.#client.batch(requests);
    const hashes = answers.filter((_, index) => requests[index]?.[0] === 'eth_sendTransaction') as Hex[];
    for (const [index, transaction] of transactions.entries()) this.#sent.set(hashes[index] ?? '0x', transaction);
    this.#clock.jump(seconds);
    this.#time = Math.max(this.#time + 1, this.#clock.seconds);
    await this.#client.batch([['evm_setNextBlockTimestamp', this.#time]]);
    await this.#client.call('evm_mine');
    this.#head += 1;
    this.#highest = Math.max(this.#highest, this.#head);
  }

  /** The next nonce of each sender; the node's own count goes astray after a rollback. */
  async #noncesOf(transactions: readonly SimulatedTransaction[]): Promise<Map<string, number>> {
    const senders = [...new Set(transactions.map(({ from }) => from.toLowerCase()))];
    const counts = await this.#client.batch(
      senders.map((from): NodeRequest => ['eth_getTransactionCount', from, 'latest']),
    );
    return new Map(senders.map((from, at) => [from, Number(counts[at])]));
  }

  async #transactionsOf(blocks: readonly number[]): Promise<SimulatedTransaction[]> {
    const requests = blocks.map((number): NodeRequest => ['eth_getBlockByNumber', toQuantity(number), false]);
    const read = (await this.#client.batch(requests)) as { transactions: Hex[] }[];
    const hashes = read.flatMap(({ transactions }) => transactions);
    return hashes.map((hash) => this.#sent.get(hash)).filter((transaction) => transaction !== undefined);
  }

  async #readHead(): Promise<void> {
    const tip = await this.#client.call<{ number: Hex; timestamp: Hex }>('eth_getBlockByNumber', 'latest', false);
    this.#head = Number(tip.number);
    this.#time = Number(tip.timestamp);
  }
}
