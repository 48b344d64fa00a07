import type { Address, Hex } from 'viem';

/**
 * The deterministic deployment proxy: a contract that deploys what it is sent by CREATE2, so that the same code gets the
 * same address on every chain (https://github.com/Arachnid/deterministic-deployment-proxy). It is on every chain of the
 * registry, and anvil begins with it.
 *
 * Where it is missing, anyone can put it there: send `cost` (wei) to `signer`, then publish `transaction`, which is signed
 * for every chain by a signature of digits that nobody chose (no one has the signer's key).
 */
export const deterministicDeploymentProxy: {
  readonly address: Address;
  readonly signer: Address;
  readonly cost: bigint;
  readonly transaction: Hex;
} = {
  address: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  signer: '0x3fAB184622Dc19b6109349B94811493BF2a45362',
  cost: 10_000_000_000_000_000n,
  transaction:
    '0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222',
};
