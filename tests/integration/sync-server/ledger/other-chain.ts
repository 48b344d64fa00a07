import { concatHex, encodeFunctionData, type Hex } from 'viem';
import { PracticeToken } from '../../../../practice/contracts/artifacts.ts';
import { openPracticeWorld, tokenAddresses, type PracticeWorld } from '../chain/practice-world.ts';

/** A chain of the registry, played by a practice chain under that chain's id. */
export interface OtherChain {
  readonly rpcUrl: string;
  /** Pays from somebody who has plenty; resolves with the transaction's hash once it is in a block. */
  pay(token: Hex, to: Hex, amount: bigint, tag?: string): Promise<Hex>;
  /** Sets the next block's time to so many seconds from now; later blocks go on from there. */
  setNextBlockIn(seconds: number): Promise<void>;
  mine(blocks: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a chain with this id on which each of these addresses is a token that calls itself USDC and has 6 decimals. */
export async function openOtherChain(chainId: number, tokens: readonly Hex[]): Promise<OtherChain> {
  const world = await openPracticeWorld();
  for (const token of tokens) await copyContract(world, tokenAddresses[0]!, token);
  await request(world, 'anvil_setChainId', [chainId]);
  // The node's own keys go on signing for the practice chain's id; of somebody impersonated it asks for no signature.
  const payer = '0x00000000000000000000000000000000000a11ce';
  await world.client.setBalance({ address: payer, value: 10n ** 20n });
  await world.client.impersonateAccount({ address: payer });
  const send = async (to: Hex, data: Hex): Promise<Hex> => {
    const hash = await request<Hex>(world, 'eth_sendTransaction', [{ from: payer, to, data }]);
    const { status } = await world.client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`The transaction ${hash} was reverted.`);
    return hash;
  };
  const encode = (functionName: 'mint' | 'transfer', to: Hex, amount: bigint): Hex =>
    encodeFunctionData({ abi: PracticeToken.abi, functionName, args: [to, amount] });
  for (const token of tokens) await send(token, encode('mint', payer, 10n ** 12n));
  return {
    rpcUrl: world.chain.rpcUrl,
    pay: (token, to, amount, tag) =>
      send(
        token,
        concatHex([encode('transfer', to, amount), ...(tag === undefined ? [] : [`0x51544731${tag}` as const])]),
      ),
    setNextBlockIn: async (seconds) => {
      await request(world, 'evm_setNextBlockTimestamp', [Math.floor(Date.now() / 1_000) + seconds]);
    },
    mine: (blocks) => world.mine(blocks),
    stop: () => world.chain.stop(),
  };
}

/** Puts a practice token's code, name and symbol at another address. */
async function copyContract({ client }: PracticeWorld, from: Hex, to: Hex): Promise<void> {
  const bytecode = await client.getCode({ address: from });
  await client.setCode({ address: to, bytecode: bytecode! });
  for (const slot of [0, 1] as const) {
    const index = `0x${String(slot).padStart(64, '0')}` as const;
    const value = await client.getStorageAt({ address: from, slot: index });
    await client.setStorageAt({ address: to, index, value: value! });
  }
}

function request<Answer>({ client }: PracticeWorld, method: string, params: readonly unknown[]): Promise<Answer> {
  return client.request<{ Method: string; Parameters: readonly unknown[]; ReturnType: Answer }>({ method, params });
}
