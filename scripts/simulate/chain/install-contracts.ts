import {
  concat,
  encodeAbiParameters,
  encodeDeployData,
  keccak256,
  numberToHex,
  pad,
  stringToHex,
  toHex,
  type Address,
  type Hex,
} from 'viem';
import {
  BatchPayer,
  FeeToken,
  LookAlikeToken,
  PracticeTether,
  PracticeToken,
  SmartWallet,
} from '../../../practice/contracts/artifacts.ts';
import type { Token } from '../../../shared/money/token.ts';
import type { NodeClient, NodeRequest } from './node-client.ts';
import { toQuantity } from './node-client.ts';
import type { SimulatedToken, TokenMake } from './token-set.ts';

/** Contracts that stand at the same address on every simulated chain. */
export const batchPayer: Address = '0xba7c000000000000000000000000000000000001';
export const smartWallet: Address = '0x5a17000000000000000000000000000000000002';
/** The only one whom the smart wallet obeys. */
export const smartWalletOwner: Address = '0x5a17000000000000000000000000000000000004';
export const lookAlike: Address = '0x10a1000000000000000000000000000000000003';

/** More than all simulated payments together, in any token's base units. */
const plenty = 1n << 120n;

/** What the fee token keeps: one per cent. */
const feeBasisPoints = 100n;

/** In which storage slot each make of token keeps its balances. */
const balanceSlots: Readonly<Record<TokenMake, bigint>> = { plain: 3n, fee: 3n, tether: 1n };

/** The request that gives somebody plenty of a token. */
export function fund({ token, make }: SimulatedToken, owner: Address): NodeRequest {
  const slot = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [owner, balanceSlots[make]]));
  return ['anvil_setStorageAt', token.address, slot, numberToHex(plenty, { size: 32 })];
}

/**
 * Puts every contract of the simulation on a fresh chain: the tokens at the registry's own addresses, so that the relay
 * takes them for what they stand for, and the payers' helpers. Each is deployed once in the ordinary way, and its code
 * (with what the constructor wrote into it) and its first two slots (name and symbol) are moved to where they belong.
 */
export async function installContracts(client: NodeClient, tokens: readonly SimulatedToken[]): Promise<void> {
  const wanted = [
    ...tokens.map(({ token, make }) => ({ at: token.address as Address, data: deployToken(token, make) })),
    { at: batchPayer, data: BatchPayer.bytecode as Hex },
    { at: smartWallet, data: encodeDeployData({ ...SmartWallet, args: [smartWalletOwner] }) },
    { at: lookAlike, data: LookAlikeToken.bytecode as Hex },
  ];
  const deployed: Hex[] = [];
  for (const [index, { data }] of wanted.entries()) {
    const from = numberToHex(BigInt(index + 1), { size: 20 });
    deployed.push(
      await client.call('eth_sendTransaction', { from, data, gas: toQuantity(5_000_000), gasPrice: '0x0' }),
    );
  }
  await client.call('evm_mine');
  for (const [index, { at }] of wanted.entries()) await move(client, deployed[index] ?? '0x', at);
  for (const token of tokens) await rename(client, token);
  await client.batch(tokens.flatMap((token) => [fund(token, batchPayer), fund(token, smartWallet)]));
}

async function move(client: NodeClient, deployment: Hex, to: Address): Promise<void> {
  const receipt = await client.call<{ contractAddress: Address; status: Hex }>('eth_getTransactionReceipt', deployment);
  if (receipt.status !== '0x1') throw new Error(`The contract for ${to} could not be deployed`);
  await client.call('anvil_setCode', to, await client.call<Hex>('eth_getCode', receipt.contractAddress, 'latest'));
  for (const slot of [0n, 1n]) {
    const at = numberToHex(slot, { size: 32 });
    const value = await client.call<Hex>('eth_getStorageAt', receipt.contractAddress, at, 'latest');
    await client.call('anvil_setStorageAt', to, at, value);
  }
}

function deployToken({ name, onChainSymbols, decimals }: Token, make: TokenMake): Hex {
  if (make === 'tether') return PracticeTether.bytecode;
  if (make === 'fee') return encodeDeployData({ ...FeeToken, args: [feeBasisPoints] });
  return encodeDeployData({ ...PracticeToken, args: [name, symbolOf(onChainSymbols), decimals] });
}

/** The fee token's constructor gives it a name of its own: it is to be called what the registry says. */
async function rename(client: NodeClient, { token, make }: SimulatedToken): Promise<void> {
  if (make !== 'fee') return;
  const words = [token.name.slice(0, 31), symbolOf(token.onChainSymbols)];
  for (const [slot, word] of words.entries()) {
    const value = concat([pad(stringToHex(word), { dir: 'right', size: 31 }), toHex(2 * word.length, { size: 1 })]);
    await client.call('anvil_setStorageAt', token.address, numberToHex(slot, { size: 32 }), value);
  }
}

/** A symbol that fits one storage slot. */
function symbolOf(symbols: readonly string[]): string {
  return symbols.find((each) => /^[\x20-\x7e]{1,31}$/.test(each)) ?? symbols[0] ?? '';
}
