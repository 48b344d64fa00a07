import { expect, test } from 'vitest';
import { refundWorth } from '../../../../../src-main/engine/adjustments/refund-worth.ts';
import type { AssignedPayment } from '../../../../../src-main/engine/ledger/owner-payments.ts';
import { dai, eurc, lower, optionFor, payable, payment, usdc } from '../../../shared/payment/fixtures.ts';

const invoice = payable();
const onlyUsdc = { ...invoice, terms: { ...invoice.terms, options: [optionFor(invoice, usdc)] } };
const sent = (token: typeof usdc, units: bigint) => ({
  chainId: token.chainId,
  token: lower(token.address),
  units: units.toString(),
});

test('a refund is worth what the terms say, rounded down to minor units', () => {
  expect(refundWorth(invoice, { assigned: [] }, sent(usdc, 25_009_999n))).toBe(2500n);
  expect(refundWorth(invoice, { assigned: [] }, sent(dai, 25n * 10n ** 18n))).toBe(2500n);
});

test('in a token that they do not name: what its owner said of the part, else the peg, else nobody can say', () => {
  const part = payment(eurc, 100_000_000n, { rule: 'manual' });
  const share = { invoiceId: 'inv-1', linkId: 'link-a', units: '100000000', value: '10800' };
  const assigned = [{ payment: part, share }] as unknown as readonly AssignedPayment[];
  expect(refundWorth(onlyUsdc, { assigned }, sent(eurc, 50_000_000n))).toBe(5400n);
  expect(refundWorth(onlyUsdc, { assigned: [] }, sent(dai, 7n * 10n ** 18n))).toBe(700n);
  expect(refundWorth(onlyUsdc, { assigned: [] }, sent(eurc, 50_000_000n))).toBeNull();
});

test('the token of a part is the token of its refund, whatever the capitals of either', () => {
  // A relay writes contracts with their capitals (EIP-55), and the own endpoint without.
  const part = { ...payment(eurc, 100_000_000n, { rule: 'manual' }), token: eurc.address };
  const share = { invoiceId: 'inv-1', linkId: 'link-a', units: '100000000', value: '10800' };
  const assigned = [{ payment: part, share }] as unknown as readonly AssignedPayment[];
  expect(eurc.address).not.toBe(lower(eurc.address));
  expect(refundWorth(onlyUsdc, { assigned }, sent(eurc, 50_000_000n))).toBe(5400n);
});
