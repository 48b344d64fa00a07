import type { Address } from 'viem';

/** A token contract on the practice chain; `decimals` is the power of ten between one token and its smallest unit. */
export interface PracticeToken {
  readonly symbol: 'USDC' | 'USDT' | 'DAI' | 'EURC';
  readonly name: string;
  readonly address: Address;
  readonly decimals: number;
}

/**
 * The practice tokens, in order of deployment. The addresses are constant: CREATE takes them from the
 * deployer's address and nonce (0 to 3), not from the code. shared/money repeats them in its registry, and a
 * test compares the two.
 */
export const practiceTokens: readonly PracticeToken[] = [
  { symbol: 'USDC', name: 'USD Coin', address: '0x5FbDB2315678afecb367f032d93F642f64180aa3', decimals: 6 },
  { symbol: 'USDT', name: 'Tether USD', address: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512', decimals: 6 },
  { symbol: 'DAI', name: 'Dai Stablecoin', address: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0', decimals: 18 },
  { symbol: 'EURC', name: 'EURC', address: '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9', decimals: 6 },
];

/** The `BatchPayer` contract: several transfers in one transaction (deployer's nonce 4). */
export const batchPayerAddress: Address = '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9';

/**
 * A fraudulent contract that calls itself USDC and logs transfers of money that does not exist (deployer's nonce 5).
 */
export const lookAlikeTokenAddress: Address = '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707';
