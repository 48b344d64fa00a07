import uniswap from '@uniswap/default-token-list/build/uniswap-default.tokenlist.json' with { type: 'json' };
import { getAddress, getContractAddress } from 'viem';
import { eurc, usdc } from 'viem/tokens';
import { describe, expect, test } from 'vitest';
import { chains, findChain, practiceChainId } from '../../../../shared/money/chain.ts';
import { findToken, findTokenByKey, tokenKey, tokens, tokensOn } from '../../../../shared/money/token.ts';

const listed = new Map(uniswap.tokens.map((token) => [tokenKey(token.chainId, token.address), token]));
const published = tokens.filter((token) => token.chainId !== practiceChainId);

/** Circle's tokens as viem lists them: an address per chain and one number of decimals. */
const circle = new Map(
  [usdc, eurc].flatMap((token) =>
    Object.entries(token.addresses).map(([chainId, address]) => [
      tokenKey(Number(chainId), address),
      { decimals: token.decimals, symbol: token.symbol, address },
    ]),
  ),
);

/** In neither list: each of these was read from its issuer's or bridge's own publication (see `source`). */
const notCovered = [
  '8453 USDT (bridged)',
  '8453 USDS',
  '42161 PYUSD',
  '10 USDS',
  '43114 USDC.e',
  '43114 USDT.e',
  '59144 USDT (bridged)',
  '11155111 PYUSD',
];

describe('the registry against independent token lists', () => {
  test('agrees with the Uniswap list on decimals, checksum and peg currency', () => {
    const both = published.filter((token) => listed.has(tokenKey(token.chainId, token.address)));
    expect(both.length).toBeGreaterThan(25);
    for (const token of both) {
      const other = listed.get(tokenKey(token.chainId, token.address));
      expect([token.symbol, token.address, token.decimals]).toEqual([token.symbol, other?.address, other?.decimals]);
      expect(other?.symbol.replace(/[.0]?e?$/, '').slice(0, 3)).toBe(token.asset.slice(0, 3));
    }
  });

  test("agrees with viem's list on every USDC and EURC that Circle mints on our chains", () => {
    const ours = published.filter((token) => token.issuer === 'Circle');
    for (const token of ours) {
      const other = circle.get(tokenKey(token.chainId, token.address));
      expect([token.chainId, token.address, token.decimals, token.asset]).toEqual([
        token.chainId,
        other?.address,
        other?.decimals,
        other?.symbol,
      ]);
    }
    const onOurChains = [...circle.keys()].filter((key) => findChain(Number(key.split(':')[0])));
    expect(ours.map((token) => tokenKey(token.chainId, token.address)).sort()).toEqual(onOurChains.sort());
  });

  test('names the entries that no list covers', () => {
    const uncovered = published.filter((token) => {
      const key = tokenKey(token.chainId, token.address);
      return !listed.has(key) && !circle.has(key);
    });
    expect(uncovered.map((token) => `${token.chainId} ${token.symbol}`)).toEqual(expect.arrayContaining(notCovered));
    expect(uncovered).toHaveLength(notCovered.length);
  });
});

describe('every token', () => {
  test.each(tokens.map((token) => [`${token.chainId} ${token.symbol}`, token] as const))('%s is sound', (_, token) => {
    expect(token.address).toBe(getAddress(token.address));
    expect(findChain(token.chainId)).toBeDefined();
    expect(token.source).toMatch(/^https:\/\/|^practice\//);
    expect(token.peg).toBe(token.asset === 'EURC' ? 'EUR' : 'USD');
    expect(token.symbol.length).toBeLessThanOrEqual(20);
    expect(findToken(token.chainId, token.address.toLowerCase())).toBe(token);
    expect(findTokenByKey(tokenKey(token.chainId, token.address).toUpperCase())).toBe(token);
  });

  test('has a symbol of its own on its chain, and no contract is listed twice', () => {
    for (const chain of chains) {
      const symbols = tokensOn(chain.chainId).map((token) => token.symbol);
      expect(new Set(symbols).size).toBe(symbols.length);
      expect(symbols.length).toBeGreaterThan(0);
    }
    expect(new Set(tokens.map((token) => tokenKey(token.chainId, token.address))).size).toBe(tokens.length);
  });

  test('Binance-Peg tokens have 18 decimals and are not native', () => {
    expect(tokensOn(56).map((token) => [token.decimals, token.kind])).toEqual(Array(3).fill([18, 'bridged']));
  });
});

test('practice tokens are the first four contracts of the development account', () => {
  const from = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
  expect(tokensOn(practiceChainId).map((token) => token.address)).toEqual(
    [0n, 1n, 2n, 3n].map((nonce) => getContractAddress({ from, nonce })),
  );
});

test('a look-alike contract is not a token', () => {
  expect(findToken(1, '0x000000000000000000000000000000000000dEaD')).toBeUndefined();
});
