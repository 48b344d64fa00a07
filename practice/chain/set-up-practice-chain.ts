import { encodeDeployData, encodeFunctionData, parseUnits, type Address, type Hex } from 'viem';
import { deterministicDeploymentProxy } from '../../contracts/deterministic-deployment-proxy.ts';
import { forwarderContracts } from '../../shared/payment/forwarder-contracts.ts';
import { BatchPayer, LookAlikeToken, PracticeTether, PracticeToken } from '../contracts/artifacts.ts';
import { practiceAccounts } from './practice-accounts.ts';
import type { PracticeClient } from './practice-chain.ts';
import { practiceTokens } from './practice-tokens.ts';

/** How much of each token the practice payer is given, in whole tokens. */
export const payerAllowance = '1000000';

/**
 * Brings the practice chain to its starting state: contracts deployed, payer funded, and the forwarder factory where it
 * is on every chain. A run that was cut short goes on where it stopped, and a chain that is set up is left alone.
 * @throws viem errors when the node does not answer or refuses a transaction.
 */
export async function setUpPracticeChain(client: PracticeClient): Promise<void> {
  await setUpTokens(client);
  await setUpForwarderFactory(client);
}

/** A list of transactions whose place in the list is the deployer's nonce, from which the tokens' addresses follow. */
async function setUpTokens(client: PracticeClient): Promise<void> {
  const { deployer } = practiceAccounts;
  const steps = setUpTransactions();
  const done = await client.getTransactionCount({ address: deployer.address, blockTag: 'latest' });
  if (done >= steps.length) return;
  const hashes: Hex[] = [];
  for (const [nonce, step] of steps.entries()) {
    if (nonce < done) continue;
    const signed = await deployer.signTransaction({ ...step, ...feesThatAlwaysDo, nonce, chainId: client.chain.id });
    hashes.push(await client.sendRawTransaction({ serializedTransaction: signed }));
  }
  await client.mine({ blocks: 1 });
  for (const hash of hashes) await expectSuccess(client, hash);
}

/**
 * Told done by its code and not by a nonce, so that chains which were set up before there was a factory get it too.
 * Sent by the last account, because the deployer may be in use by then.
 */
async function setUpForwarderFactory(client: PracticeClient): Promise<void> {
  if (await client.getCode({ address: forwarderContracts.factory })) return;
  const { address, signer, cost, transaction } = deterministicDeploymentProxy;
  if (!(await client.getCode({ address }))) {
    await sendAndMine(client, { to: signer, value: cost });
    const hash = await client.sendRawTransaction({ serializedTransaction: transaction });
    await client.mine({ blocks: 1 });
    await expectSuccess(client, hash);
  }
  await sendAndMine(client, { to: address, data: forwarderContracts.deploymentCalldata });
}

async function sendAndMine(client: PracticeClient, what: { to: Address; value?: bigint; data?: Hex }): Promise<void> {
  const account = practiceAccounts.others.at(-1)!;
  const nonce = await client.getTransactionCount({ address: account.address });
  const signed = await account.signTransaction({ ...what, ...feesThatAlwaysDo, nonce, chainId: client.chain.id });
  const hash = await client.sendRawTransaction({ serializedTransaction: signed });
  await client.mine({ blocks: 1 });
  await expectSuccess(client, hash);
}

const feesThatAlwaysDo = {
  type: 'eip1559',
  gas: 2_000_000n,
  maxFeePerGas: 10_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
} as const;

interface SetUpTransaction {
  readonly to?: Address;
  readonly data: Hex;
}

function setUpTransactions(): SetUpTransaction[] {
  const tokens = practiceTokens.map(({ symbol, name, decimals }) => ({
    data:
      symbol === 'USDT'
        ? PracticeTether.bytecode
        : encodeDeployData({
            abi: PracticeToken.abi,
            bytecode: PracticeToken.bytecode,
            args: [name, symbol, decimals],
          }),
  }));
  const mints = practiceTokens.map(({ address, decimals }) => ({
    to: address,
    data: encodeFunctionData({
      abi: PracticeToken.abi,
      functionName: 'mint',
      args: [practiceAccounts.payer.address, parseUnits(payerAllowance, decimals)],
    }),
  }));
  const others = [{ data: BatchPayer.bytecode }, { data: LookAlikeToken.bytecode }];
  return [...tokens, ...others, ...mints];
}

async function expectSuccess(client: PracticeClient, hash: Hex): Promise<void> {
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: 20_000 });
  if (receipt.status !== 'success') throw new Error(`The practice chain refused its set-up transaction ${hash}.`);
}
