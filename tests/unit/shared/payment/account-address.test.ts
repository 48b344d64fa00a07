import { HDKey } from '@scure/bip32';
import { entropyToMnemonic, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mnemonicToAccount } from 'viem/accounts';
import { accountAddress } from '../../../../shared/payment/account-address.ts';
import { parseAccountXpub, type AccountXpub } from '../../../../shared/payment/account-xpub.ts';
import { maxAddressIndex } from '../../../../shared/payment/address-index.ts';
import { unwrap } from '../../../../shared/result.ts';

const development = accountOf('test test test test test test test test test test test junk');

// The accounts that every EVM development node prints at start.
test.each([
  [0, '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
  [1, '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
  [2, '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'],
  [9, '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720'],
])('address %i of the development wallet', (index, address) => {
  expect(accountAddress(development, index)).toEqual({ address, path: `m/44'/60'/0'/0/${index}` });
});

test('is what the wallet itself derives with its private keys', () => {
  const entropy = fc.constantFrom(16, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
  const index = fc.oneof(fc.nat(1000), fc.nat(maxAddressIndex), fc.constantFrom(0, maxAddressIndex));
  fc.assert(
    fc.property(entropy, fc.constantFrom(0, 1, 7), index, (bytes, account, addressIndex) => {
      const phrase = entropyToMnemonic(bytes, wordlist);
      const { address, path } = accountAddress(accountOf(phrase, account), addressIndex);
      expect(address).toBe(mnemonicToAccount(phrase, { accountIndex: account, addressIndex }).address);
      expect(address).toBe(mnemonicToAccount(phrase, { path: path as `m/44'/60'/${string}` }).address);
    }),
    { numRuns: 12 },
  );
});

test.each([-1, 0.5, maxAddressIndex + 1, NaN])('there is no address %d', (index) => {
  expect(() => accountAddress(development, index)).toThrow(RangeError);
});

function accountOf(phrase: string, account = 0): AccountXpub {
  const wallet = HDKey.fromMasterSeed(mnemonicToSeedSync(phrase));
  return unwrap(parseAccountXpub(wallet.derive(`m/44'/60'/${account}'`).publicExtendedKey));
}
