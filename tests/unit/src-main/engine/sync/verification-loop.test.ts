import { expect, test } from 'vitest';
import type { PaymentCheck } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { startVerificationLoop } from '../../../../../src-main/engine/sync/verification-loop.ts';
import { payable, payment, usdc } from '../../../shared/payment/fixtures.ts';

const { terms } = payable();
const paid = payment(usdc, 5n);

/** A loop without endpoints over one payment; `fails` makes the first recording fail, as a full disk does. */
function begin(written: { check: PaymentCheck | null; fails?: boolean }) {
  const records: PaymentCheck[] = [];
  const troubles: unknown[] = [];
  const loop = startVerificationLoop({
    list: async () => [{ payment: paid, linkId: 'link-a', terms, others: [], verification: written.check }],
    endpointsFor: () => [],
    record: async (_, check) => {
      records.push(check);
      written.check = check;
      if (!written.fails) return;
      written.fails = false;
      throw new Error('disk full');
    },
    now: () => new Date(0),
    onTrouble: (error) => troubles.push(error),
  });
  return { loop, records, troubles };
}

test('what the last run wrote is recorded once more, for it may have died before it settled by it', async () => {
  const written: { check: PaymentCheck | null } = { check: null };
  const before = begin(written);
  await before.loop.check();
  await before.loop.stop();
  const after = begin(written);
  await after.loop.check();
  await after.loop.check();
  expect(after.records).toEqual(before.records);
  expect(after.records).toHaveLength(1);
  await after.loop.stop();
});

test('a recording that failed half-way is made again, though the check says nothing new', async () => {
  const { loop, records, troubles } = begin({ check: null, fails: true });
  await loop.check();
  expect(troubles).toHaveLength(1);
  await loop.check();
  await loop.check();
  expect(records).toHaveLength(2);
  await loop.stop();
});
