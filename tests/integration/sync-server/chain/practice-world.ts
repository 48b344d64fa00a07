import { encodeFunctionData, type Hex } from 'viem';
import { onTestFinished } from 'vitest';
import { findAnvil } from '../../../../practice/chain/anvil-engine.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { createPracticeClient, type PracticeClient } from '../../../../practice/chain/practice-chain.ts';
import { batchPayerAddress, practiceTokens } from '../../../../practice/chain/practice-tokens.ts';
import { startPracticeChain, type PracticeChain } from '../../../../practice/chain/start-practice-chain.ts';
import { BatchPayer } from '../../../../practice/contracts/artifacts.ts';
import type { BlockRef } from '../../../../sync-server/chain/chain-event.ts';
import { createChainReader } from '../../../../sync-server/chain/chain-reader.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';

/** False where there is no anvil, the only node here that can reorganise its chain. */
export const hasAnvil = findAnvil() !== undefined;

/** The contracts of the practice tokens. */
export const tokenAddresses: readonly Hex[] = practiceTokens.map(({ address }) => address);

/** A practice chain that makes a block for each transaction and whenever it is told to. */
export interface PracticeWorld {
  readonly chain: PracticeChain;
  readonly client: PracticeClient;
  /** The head when the world began: its contracts are deployed and nobody has paid yet. */
  readonly start: BlockRef;
  /** Pays `amount` of the first practice token and returns the transaction's hash. */
  pay(amount: bigint, token?: Hex): Promise<Hex>;
  /** Pays from two tokens in one transaction. */
  payTwice(first: bigint, second: bigint): Promise<Hex>;
  mine(blocks: number): Promise<void>;
  /** Replaces the last `depth` blocks by as many, empty but for transactions (as they were sent) at their offset. */
  reorganise(depth: number, moved?: readonly (readonly [rawTransaction: Hex, offset: number])[]): Promise<void>;
  /** A transaction as it was sent. */
  rawTransaction(hash: Hex): Promise<Hex>;
  /** The keys of every transfer in the chain since `start`, straight from the node: what the watcher must find. */
  truth(): Promise<string[]>;
}

/** Starts a world that ends with the test. */
export async function startPracticeWorld(): Promise<PracticeWorld> {
  const world = await openPracticeWorld();
  onTestFinished(() => world.chain.stop());
  return world;
}

/** Starts a world that many tests share; the caller stops its chain. */
export async function openPracticeWorld(): Promise<PracticeWorld> {
  const chain = await startPracticeChain({ blockTimeSeconds: 0 });
  const client = createPracticeClient(chain.rpcUrl);
  const { number, hash } = await client.getBlock();
  const start = { number, hash };
  const to = chain.accounts.others[0]!.address;
  const pay = async (amount: bigint, token: Hex = tokenAddresses[0]!, receiver: Hex = to): Promise<Hex> =>
    (await payInvoice({ rpcUrl: chain.rpcUrl, token, to: receiver, amount })).txHash;
  return {
    chain,
    client,
    start,
    pay: (amount, token) => pay(amount, token),
    async payTwice(first, second) {
      const [usdc, usdt] = [tokenAddresses[0]!, tokenAddresses[1]!];
      await pay(first, usdc, batchPayerAddress);
      await pay(second, usdt, batchPayerAddress);
      const payments = [
        { token: usdc, to, value: first },
        { token: usdt, to, value: second },
      ];
      const data = encodeFunctionData({ abi: BatchPayer.abi, functionName: 'payAll', args: [payments] });
      const hash = await client.sendTransaction({ account: chain.accounts.payer, to: batchPayerAddress, data });
      await client.waitForTransactionReceipt({ hash });
      return hash;
    },
    mine: (blocks) => client.mine({ blocks }),
    async reorganise(depth, moved = []) {
      // Not in viem's list of methods: https://getfoundry.sh/anvil/reference
      type Reorg = { Method: 'anvil_reorg'; Parameters: [number, typeof moved]; ReturnType: null };
      await client.request<Reorg>({ method: 'anvil_reorg', params: [depth, moved] });
    },
    rawTransaction: (hash) =>
      client.request<{ Method: 'eth_getRawTransactionByHash'; Parameters: [Hex]; ReturnType: Hex }>({
        method: 'eth_getRawTransactionByHash',
        params: [hash],
      }),
    async truth() {
      const head = await client.getBlockNumber({ cacheTime: 0 });
      const pool = createEndpointPool({ chainId: 31337, endpoints: [{ url: chain.rpcUrl }] });
      const reader = createChainReader(pool, tokenAddresses);
      const logs = await reader.transfers({ fromBlock: start.number + 1n, toBlock: head });
      if (!logs.ok) throw new Error(logs.problem.message);
      return logs.value.map((log) => `${log.chainId}:${log.blockHash}:${log.txHash}:${log.logIndex}`);
    },
  };
}
