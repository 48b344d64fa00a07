import { mnemonicToAccount, type HDAccount } from 'viem/accounts';

/**
 * The recovery phrase behind every practice account: the one that all EVM development nodes share, known to everybody.
 * Money sent to these addresses on a real chain is stolen at once.
 */
export const practiceMnemonic = 'test test test test test test test test test test test junk';

/** The number of accounts that hold ETH for gas on the practice chain. */
export const practiceAccountCount = 10;

/**
 * The practice accounts, by role. `deployer` sends the set-up transactions and nothing else until they are done,
 * because the token addresses follow from its nonces; `payer` holds 1,000,000 of each token.
 */
export const practiceAccounts: {
  readonly deployer: HDAccount;
  readonly payer: HDAccount;
  readonly others: readonly HDAccount[];
} = {
  deployer: mnemonicToAccount(practiceMnemonic, { addressIndex: 0 }),
  payer: mnemonicToAccount(practiceMnemonic, { addressIndex: 1 }),
  others: Array.from({ length: practiceAccountCount - 2 }, (_, index) =>
    mnemonicToAccount(practiceMnemonic, { addressIndex: index + 2 }),
  ),
};
