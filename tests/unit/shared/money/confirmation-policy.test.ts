import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chains } from '../../../../shared/money/chain.ts';
import {
  confirmationTiers,
  countConfirmations,
  requiredConfirmations,
} from '../../../../shared/money/confirmation-policy.ts';
import { tokensOn } from '../../../../shared/money/token.ts';

const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const usd = (whole: bigint) => whole * 1_000_000n;

test('every chain has a policy that never asks for less of more, and says where it is from', () => {
  for (const { chainId } of chains) {
    const tiers = confirmationTiers(chainId);
    expect(tiers[0]?.from).toBe(0n);
    for (const [at, tier] of tiers.entries()) {
      expect(tier.source).toMatch(/https:\/\/\w+\.\w+|test network|To see|Enough/);
      expect(tier.blocks).toBeGreaterThanOrEqual(tiers[at - 1]?.blocks ?? 1);
    }
  }
});

test('docs/payments.md says the same, with every source', () => {
  const docs = readFileSync(new URL('../../../../docs/payments.md', import.meta.url), 'utf8');
  for (const { chainId, name, testnet } of chains) {
    const tiers = confirmationTiers(chainId);
    const cells = tiers.map(({ blocks, awaits }) => (awaits === 'blocks' ? `${blocks}` : `${blocks}, ${awaits}`));
    if (tiers.length > 1) expect(docs).toContain(`| ${name} | ${cells.join(' | ')} |`);
    else expect([testnet, cells]).toEqual([true, ['3']]);
    for (const { source } of tiers)
      for (const [url] of source.matchAll(/https:[^\s)]+/g)) expect(docs).toContain(`(${url})`);
  }
});

test('docs/payments.md names no relay test that is not there', () => {
  const root = new URL('../../../../', import.meta.url);
  const docs = readFileSync(new URL('docs/payments.md', root), 'utf8');
  const paths = [...docs.matchAll(/`((?:ledger|chain)\/[\w-]+\.test\.ts|ledger\.test\.ts)`/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) expect(existsSync(new URL(`tests/integration/sync-server/${path}`, root)), path).toBe(true);
});

describe('what a payment waits for', () => {
  test.each([
    [usd(9_999n), { blocks: 12, awaits: 'blocks' }],
    [usd(10_000n) - 1n, { blocks: 12, awaits: 'blocks' }],
    [usd(10_000n), { blocks: 30, awaits: 'blocks' }],
    [usd(100_000n), { blocks: 65, awaits: 'finalized' }],
  ])('for %s base units of USDC on Ethereum', (units, expected) => {
    expect(requiredConfirmations(1, usdc, units)).toEqual(expected);
    expect(requiredConfirmations(1, usdc.toLowerCase(), units)).toEqual(expected);
  });

  test('an owner raises it and never lowers it', () => {
    expect(requiredConfirmations(1, usdc, 1n, 50)).toEqual({ blocks: 50, awaits: 'blocks' });
    expect(requiredConfirmations(1, usdc, usd(100_000n), 2)).toEqual({ blocks: 65, awaits: 'finalized' });
  });

  test('goes by worth, not by base units', () => {
    const dai = tokensOn(1).find((token) => token.decimals === 18)!;
    expect(requiredConfirmations(1, dai.address, 9_999n * 10n ** 18n).blocks).toBe(12);
    expect(requiredConfirmations(1, dai.address, 10n ** 23n).awaits).toBe('finalized');
  });

  test('a token or chain that nobody knows is treated as a small payment', () => {
    expect(requiredConfirmations(1, `0x${'11'.repeat(20)}`, 10n ** 30n).blocks).toBe(12);
    expect(requiredConfirmations(999, usdc, 1n)).toEqual({ blocks: 12, awaits: 'blocks' });
  });
});

describe('how many of them there are', () => {
  const at = (tip: bigint, safe: bigint | null = null, finalized: bigint | null = null) => ({
    block: 100n,
    tip,
    safe,
    finalized,
  });

  test('blocks: its own is the first', () => {
    const three = { blocks: 3, awaits: 'blocks' } as const;
    expect([99n, 100n, 101n, 102n, 500n].map((tip) => countConfirmations(three, at(tip)))).toEqual([1, 1, 2, 3, 3]);
  });

  test('one is missing until the chain’s own word has passed it', () => {
    const safe = { blocks: 5, awaits: 'safe' } as const;
    expect(countConfirmations(safe, at(110n, 99n))).toBe(4);
    expect(countConfirmations(safe, at(110n, 100n))).toBe(5);
    expect(countConfirmations(safe, at(110n, null, 100n))).toBe(5);
    expect(countConfirmations(safe, at(103n, 100n))).toBe(4);
    const finalized = { blocks: 5, awaits: 'finalized' } as const;
    expect(countConfirmations(finalized, at(110n, 110n, 99n))).toBe(4);
    expect(countConfirmations(finalized, at(110n, 110n, 100n))).toBe(5);
  });

  test('where no node tells such a block, four times as deep will do', () => {
    const finalized = { blocks: 5, awaits: 'finalized' } as const;
    expect(countConfirmations(finalized, at(118n, 118n))).toBe(4);
    expect(countConfirmations(finalized, at(119n, 119n))).toBe(5);
  });

  test('never shrinks while the chain grows, and is whole only when nothing is waited for', () => {
    const tag = fc.option(fc.bigInt(80n, 140n));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('blocks', 'safe', 'finalized'),
        fc.bigInt(100n, 140n),
        tag,
        tag,
        (blocks, awaits, tip, safe, finalized) => {
          const now = countConfirmations({ blocks, awaits }, at(tip, safe, finalized));
          const later = countConfirmations({ blocks, awaits }, at(tip + 1n, safe, finalized));
          expect(later).toBeGreaterThanOrEqual(now);
          const told =
            awaits === 'finalized' ? finalized : [safe, finalized].reduce((a, b) => ((a ?? -1n) > (b ?? -1n) ? a : b));
          const depth = Number(tip - 100n) + 1;
          const isThere = awaits === 'blocks' || (told === null ? depth >= 4 * blocks : told >= 100n);
          expect(now === blocks).toBe(depth >= blocks && isThere);
        },
      ),
    );
  });
});
