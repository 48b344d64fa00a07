import { expect, test } from 'vitest';
import { tokensOn } from '../../../../shared/money/token.ts';
import {
  batchPayerAddress,
  lookAlikeTokenAddress,
  practiceTokens,
} from '../../../../practice/chain/practice-tokens.ts';
import { checkTokens } from '../../../../sync-server/chain/check-tokens.ts';
import { createEndpointPool } from '../../../../sync-server/chain/endpoint-pool.ts';
import { startPracticeWorld } from './practice-world.ts';

test('the registry and the contracts of the practice chain agree', async () => {
  const world = await startPracticeWorld();
  const pool = createEndpointPool({ chainId: 31337, endpoints: [{ url: world.chain.rpcUrl }] });
  expect(tokensOn(31337).map(({ address }) => address)).toEqual(practiceTokens.map(({ address }) => address));
  expect(await checkTokens(pool, tokensOn(31337))).toEqual({ ok: true, value: [] });
});

test('tells each token that disagrees, and why', async () => {
  const world = await startPracticeWorld();
  const pool = createEndpointPool({ chainId: 31337, endpoints: [{ url: world.chain.rpcUrl }] });
  const [usdc, , dai] = practiceTokens.map(({ address }) => address);
  const expected = { symbol: 'USDC', onChainSymbols: ['USDC'], decimals: 6 };
  const disagreements = await checkTokens(pool, [
    { ...expected, address: usdc! },
    { ...expected, address: dai! },
    { ...expected, address: lookAlikeTokenAddress, onChainSymbols: ['USDC.e'] },
    { ...expected, address: batchPayerAddress },
    { ...expected, address: world.chain.accounts.payer.address },
  ]);
  expect(disagreements.ok && disagreements.value.map(({ message }) => message)).toEqual([
    `USDC at ${dai} has 18 decimals, not 6.`,
    `USDC at ${lookAlikeTokenAddress} calls itself "USDC", not "USDC.e".`,
    `USDC at ${batchPayerAddress} is not an ERC-20 contract on this chain.`,
    `USDC at ${world.chain.accounts.payer.address} is not an ERC-20 contract on this chain.`,
  ]);
});
