import {
  defineChain,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  parseEventLogs,
  type Abi,
  type Address,
  type Hex,
  type LocalAccount,
  type TransactionReceipt,
} from 'viem';
import { InvoiceForwarderFactory } from '../../../contracts/artifacts.ts';
import { findAnvil } from '../../../practice/chain/anvil-engine.ts';
import { practiceAccounts } from '../../../practice/chain/practice-accounts.ts';
import { createPracticeClient, type PracticeClient } from '../../../practice/chain/practice-chain.ts';
import { startPracticeChain } from '../../../practice/chain/start-practice-chain.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { encodeSweep, type SweepItem } from '../../../shared/payment/sweep-calldata.ts';

/** False where there is no anvil, the only node here that can be set back to nothing. */
export const hasAnvil = findAnvil() !== undefined;

/** A contract as its artifact has it. */
export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

/** What a sweep said about one item: the amount that was sent, or null where the transfer failed. */
export interface SweptItem {
  readonly forwarder: Address;
  readonly owner: Address;
  readonly token: Address;
  readonly amount: bigint | null;
}

/** A chain with the forwarder contracts on it, which makes a block for each transaction. */
export interface ForwarderWorld {
  readonly rpcUrl: string;
  readonly client: PracticeClient;
  /** Sends a transaction and waits for its block; the gas is given, so that one which fails is mined as well. */
  send(transaction: SentTransaction): Promise<TransactionReceipt>;
  deploy(artifact: Artifact, args?: readonly unknown[]): Promise<Address>;
  /** Calls a contract's function in a transaction; throws when it reverts. */
  write(to: Address, abi: Abi, functionName: string, args: readonly unknown[]): Promise<TransactionReceipt>;
  read<Value = bigint>(to: Address, abi: Abi, functionName: string, args: readonly unknown[]): Promise<Value>;
  /** Sweeps, whoever sends it, and tells what the events say, in their order. Throws when all of it reverts. */
  sweep(items: readonly SweepItem[], options?: SweepOptions): Promise<SweptItem[]>;
  stop(): Promise<void>;
}

/** A transaction; by the payer unless told, with 5,000,000 gas unless told. */
export interface SentTransaction {
  readonly to?: Address;
  readonly data?: Hex;
  readonly value?: bigint;
  readonly gas?: bigint;
  readonly from?: LocalAccount;
}

/** How a sweep is sent. */
export interface SweepOptions {
  readonly from?: LocalAccount;
  readonly gasPerItem?: bigint;
  readonly gas?: bigint;
}

/** Starts a practice chain: the forwarder contracts are on it, and so are the practice tokens. */
export async function openForwarderWorld(): Promise<ForwarderWorld> {
  const chain = await startPracticeChain({ blockTimeSeconds: 0 });
  return worldOf(chain.rpcUrl, chain.chainId, () => chain.stop());
}

/** Starts a chain with this id and nothing on it, not even the deployment proxy; the practice accounts have coins. */
export async function openBlankWorld(chainId: number): Promise<ForwarderWorld> {
  const chain = await startPracticeChain({ blockTimeSeconds: 0 });
  const world = worldOf(chain.rpcUrl, chainId, () => chain.stop());
  await request(world.client, 'anvil_reset', []);
  await request(world.client, 'anvil_setChainId', [chainId]);
  return world;
}

function request(client: PracticeClient, method: string, params: readonly unknown[]): Promise<unknown> {
  return client.request<{ Method: string; Parameters: readonly unknown[]; ReturnType: unknown }>({ method, params });
}

function worldOf(rpcUrl: string, chainId: number, stop: () => Promise<void>): ForwarderWorld {
  const client = createPracticeClient(rpcUrl);
  const chain = defineChain({ ...client.chain, id: chainId });
  const send = async ({ from = practiceAccounts.payer, gas = 5_000_000n, ...rest }: SentTransaction) => {
    const hash = await client.sendTransaction({ account: from, chain, gas, ...rest });
    return client.waitForTransactionReceipt({ hash });
  };
  const write: ForwarderWorld['write'] = async (to, abi, functionName, args) => {
    const receipt = await send({ to, data: encodeFunctionData({ abi, functionName, args }) });
    if (receipt.status !== 'success') throw new Error(`${functionName} was reverted`);
    return receipt;
  };
  return {
    rpcUrl,
    client,
    send,
    write,
    stop,
    deploy: async ({ abi, bytecode }, args = []) => {
      const { contractAddress } = await send({ data: encodeDeployData({ abi, bytecode, args }) });
      if (!contractAddress) throw new Error('nothing was deployed');
      return getAddress(contractAddress);
    },
    read: async <Value>(address: Address, abi: Abi, functionName: string, args: readonly unknown[]) =>
      (await client.readContract({ address, abi, functionName, args })) as Value,
    sweep: async (items, { gasPerItem, ...options } = {}) => {
      const receipt = await send({
        to: forwarderContracts.factory,
        data: encodeSweep(items, gasPerItem),
        ...options,
      });
      if (receipt.status !== 'success') throw new Error('the sweep was reverted');
      return outcomesOf(receipt);
    },
  };
}

/** Reads what the factory said of each item, and nobody else. */
function outcomesOf({ logs }: TransactionReceipt): SweptItem[] {
  const ofFactory = logs.filter(({ address }) => address.toLowerCase() === forwarderContracts.factory.toLowerCase());
  return parseEventLogs({ abi: InvoiceForwarderFactory.abi, logs: ofFactory }).map(({ eventName, args }) => ({
    forwarder: args.forwarder,
    owner: args.owner,
    token: args.token,
    amount: eventName === 'Swept' ? args.amount : null,
  }));
}
