import { getContractAddress, parseTransaction, recoverTransactionAddress } from 'viem';
import { expect, test } from 'vitest';
import { deterministicDeploymentProxy } from '../../../contracts/deterministic-deployment-proxy.ts';

test('the signed transaction, its signer, its cost and the address belong together', async () => {
  const { address, signer, cost, transaction } = deterministicDeploymentProxy;
  const parsed = parseTransaction(transaction);
  expect(await recoverTransactionAddress({ serializedTransaction: transaction as never })).toBe(signer);
  expect(getContractAddress({ from: signer, nonce: 0n })).toBe(address);
  expect(parsed.gas! * parsed.gasPrice!).toBe(cost);
  // Signed for no chain in particular (before EIP-155), so it is good for all.
  expect(parsed.chainId).toBeUndefined();
});
