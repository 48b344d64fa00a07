import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { encodeTransferCalldata } from '../../../../../shared/payment/transfer-calldata.ts';
import { checkAttribution } from '../../../../../src-main/engine/sync/check-attribution.ts';
import { payable, payment, tag, usdc, wallet } from '../../../shared/payment/fixtures.ts';

const { terms } = payable();
const byAmount = (units: bigint, others: readonly Payment[] = []) =>
  checkAttribution(terms, payment(usdc, units, { rule: 'tagged-amount' }), null, others);

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

  test('is no rest of payments that are not there', () => {
    expect(byAmount(600_004_217n)).toMatch(/not the exact amount/);
    expect(byAmount(600_004_218n, [half])).toMatch(/not the exact amount/);
    expect(byAmount(600_004_217n, [{ ...half, blockTime: 1_900_000_000 }])).toMatch(/not the exact amount/);
  });
});

test('a payment credited by its tag must carry it', () => {
  const tagged = payment(usdc, 5n, { rule: 'tag' });
  expect(checkAttribution(terms, tagged, encodeTransferCalldata(wallet, 5n, tag), [])).toBeNull();
  expect(checkAttribution(terms, tagged, encodeTransferCalldata(wallet, 5n), [])).toMatch(/does not carry the tag/);
});
