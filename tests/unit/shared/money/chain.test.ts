import * as viemChains from 'viem/chains';
import { expect, test } from 'vitest';
import { chainOf, chains, explorerAddressUrl, explorerTxUrl, findChain } from '../../../../shared/money/chain.ts';

test('agrees with viem on native currency and explorer', () => {
  const byId = new Map<number, viemChains.Chain>(Object.values(viemChains).map((chain) => [chain.id, chain]));
  byId.set(viemChains.celo.id, viemChains.celo);
  for (const chain of chains.filter((each) => !each.practice)) {
    const other = byId.get(chain.chainId);
    expect([chain.name, chain.nativeSymbol]).toEqual([chain.name, other?.nativeCurrency.symbol]);
    expect(chain.explorer?.tx.startsWith(other?.blockExplorers?.default.url ?? 'none')).toBe(true);
  }
});

test('short names are unique, and one chain is for practice', () => {
  expect(new Set(chains.map((chain) => chain.shortName)).size).toBe(chains.length);
  expect(chains.filter((chain) => chain.practice).map((chain) => chain.chainId)).toEqual([31337]);
});

test('links lead to the explorer, and nowhere where there is none', () => {
  expect(explorerTxUrl(8453, '0xab')).toBe('https://basescan.org/tx/0xab');
  expect(explorerAddressUrl(1, '0xcd')).toBe('https://etherscan.io/address/0xcd');
  expect(explorerTxUrl(31337, '0xab')).toBeNull();
  expect(explorerTxUrl(999999, '0xab')).toBeNull();
});

test('an unknown chain is undefined, or a bug', () => {
  expect(findChain(2)).toBeUndefined();
  expect(() => chainOf(2)).toThrow(/registry/);
});
