import { encodeDeployData, encodeFunctionData, parseUnits, type Address, type Hex } from 'viem';
import { BatchPayer, LookAlikeToken, PracticeTether, PracticeToken } from '../contracts/artifacts.ts';
import { practiceAccounts } from './practice-accounts.ts';
import type { PracticeClient } from './practice-chain.ts';
import { practiceTokens } from './practice-tokens.ts';

/** How much of each token the practice payer is given, in whole tokens. */
export const payerAllowance = '1000000';

/**
 * Brings the practice chain to its starting state: contracts deployed, payer funded. The set-up is a list of transactions
 * whose place in the list is the deployer's nonce, so a run that was cut short goes on where it stopped, and a chain that
 * is set up is left alone.
 * @throws viem errors when the node does not answer or refuses a transaction.
 */
export async function setUpPracticeChain(client: PracticeClient): Promise<void> {
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
