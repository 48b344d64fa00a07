import { expect, test } from 'vitest';
import { getContractAddress } from 'viem';
import { practiceAccounts } from '../../../../practice/chain/practice-accounts.ts';
import {
  batchPayerAddress,
  lookAlikeTokenAddress,
  practiceTokens,
} from '../../../../practice/chain/practice-tokens.ts';

test('the contract addresses follow from the deployer and its nonces', () => {
  const addresses = [...practiceTokens.map((token) => token.address), batchPayerAddress, lookAlikeTokenAddress];
  const from = practiceAccounts.deployer.address;
  expect(addresses).toEqual(addresses.map((_, nonce) => getContractAddress({ from, nonce: BigInt(nonce) })));
});
