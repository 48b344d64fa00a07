import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { encodeTransferCalldata } from '../../../../../shared/payment/transfer-calldata.ts';
import { checkAttribution } from '../../../../../src-main/engine/sync/check-attribution.ts';
import { payable, payment, tag, usdc, wallet } from '../../../shared/payment/fixtures.ts';

const { terms } = payable();
const byAmount = (units: bigint, others: readonly Payment[] = []) =>
  checkAttribution({ terms, others, againstAssuming: null }, payment(usdc, units, { rule: 'tagged-amount' }), null);

describe('a payment that its amount alone marks', () => {
  const half = payment(usdc, 600_000_000n, { blockTime: 1_700_000_000 });

  test('is the whole with the tail', () => {
    expect(byAmount(1_200_004_217n)).toBeNull();
    expect(byAmount(1_200_000_000n)).toMatch(/not the exact amount/);
  });

  test('is also the rest with the tail, once a part is paid', () => {
    expect(byAmount(600_004_217n, [half])).toBeNull();
    expect(byAmount(600_004_217n, [{ ...half, state: 'reversed' }])).toBeNull();
  });

  test('is no rest where there is something against it, as another invoice that asks for the same', () => {
    const claim = { terms, others: [half], againstAssuming: null, againstRest: 'another asked for it' };
    const said = (units: bigint) => checkAttribution(claim, payment(usdc, units, { rule: 'tagged-amount' }), null);
    expect(said(600_004_217n)).toBe('another asked for it');
    expect(said(600_000_000n)).toMatch(/not the exact amount/);
    expect(said(1_200_004_217n)).toBeNull();
  });

  test('is no rest of payments that are not there', () => {
    expect(byAmount(600_004_217n)).toMatch(/not the exact amount/);
    expect(byAmount(600_004_218n, [half])).toMatch(/not the exact amount/);
    expect(byAmount(600_004_217n, [{ ...half, blockTime: 1_900_000_000 }])).toMatch(/not the exact amount/);
  });
});

test('a payment credited by its tag must carry it', () => {
  const tagged = payment(usdc, 5n, { rule: 'tag' });
  const claim = { terms, others: [], againstAssuming: null };
  expect(checkAttribution(claim, tagged, encodeTransferCalldata(wallet, 5n, tag))).toBeNull();
  expect(checkAttribution(claim, tagged, encodeTransferCalldata(wallet, 5n))).toMatch(/does not carry the tag/);
});

test('a token may keep a little of a tagged payment for itself, and no more', () => {
  const claim = { terms, others: [], againstAssuming: null };
  const sent = encodeTransferCalldata(wallet, 1_000n, tag);
  const arrived = (units: bigint) => checkAttribution(claim, payment(usdc, units, { rule: 'tag' }), sent);
  expect(arrived(970n)).toBeNull();
  expect(arrived(969n)).toMatch(/does not carry the tag/);
  expect(arrived(1_001n)).toMatch(/does not carry the tag/);
});

test('an assumption stands where nothing is against it; a relay has no hand in what its owner says', () => {
  const said = (againstAssuming: string | null) =>
    checkAttribution({ terms, others: [], againstAssuming }, payment(usdc, 5n, { rule: 'assumed' }), null);
  expect(said(null)).toBeNull();
  expect(said('two invoices fit')).toBe('two invoices fit');
  const manual = payment(usdc, 5n, { rule: 'manual' });
  expect(checkAttribution({ terms, others: [], againstAssuming: null }, manual, null)).toMatch(/by hand/);
});
