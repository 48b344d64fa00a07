import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import type { InvoiceDocument } from '../../../../../src-main/engine/database/documents.ts';
import { paymentFacts } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { recordRelayEvents } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { recordVerification } from '../../../../../src-main/engine/ledger/record-verification.ts';
import { listPaymentsToVerify } from '../../../../../src-main/engine/sync/list-payments-to-verify.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const blockHash = `0x${'b'.repeat(64)}` as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let bench: InvoiceBench;
beforeEach(async () => {
  folder = await temporaryFolder();
  const options = engineOptions(folder.path, { relayOrigin: null, now: () => now });
  bench = await openBench(options);
  await updateSettings(bench.db, options, { rpcEndpoints: { '31337': ['http://127.0.0.1:9'] } });
});
afterEach(async () => {
  await bench.close();
  await folder.remove();
});

/** The whole amount without its tail, at a place in one block, credited to an invoice by assumption. */
function assumed(logIndex: number): Payment {
  const txHash = `0x${logIndex.toString(16).padStart(64, '0')}`;
  return {
    key: `31337:${blockHash}:${txHash}:${logIndex}`,
    chainId: 31337,
    blockNumber: '7',
    blockHash,
    blockTime: now.getTime() / 1_000 + 60,
    txHash,
    logIndex,
    token: practiceUsdc.toLowerCase(),
    from: `0x${'1'.repeat(40)}`,
    to: wallet.toLowerCase(),
    units: '1200000000',
    rule: 'assumed',
    state: 'final',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
  };
}

/** The relay tells of payments, and what each is to be checked against. */
async function tell(payments: readonly (readonly [InvoiceDocument, Payment])[]) {
  const events = payments.map(([{ linkId }, payment], at) => ({
    type: 'payment' as const,
    seq: at + 1,
    at: now.toISOString(),
    linkId,
    payment,
  }));
  await recordRelayEvents(bench.db, events, now);
}

async function claimOf({ key }: Payment) {
  const { payments } = await listPaymentsToVerify(bench.db);
  return payments.find(({ id }) => id === key)?.claim;
}

function answer(payment: Payment, { linkId }: InvoiceDocument, status: 'verified' | 'mismatch') {
  const facts = paymentFacts(payment, linkId);
  const check = { status, detail: status, checkedAt: now.toISOString(), facts, confirmations: 3, isFinal: true };
  return recordVerification(bench.db, payment.key, check, now);
}

test.each(['verified', 'mismatch'] as const)(
  'an assumption that hangs on an earlier payment waits for it: %s',
  async (status) => {
    const [one, other] = [await bench.issue(), await bench.issue()];
    const [early, late] = [assumed(1), assumed(2)];
    await tell([
      [one, early],
      [other, late],
    ]);
    // Both asked for it when the first came; whether the first invoice still did at the second hangs on what becomes of the first.
    expect(await claimOf(early)).toMatchObject({
      againstAssuming: `invoice ${other.number} asked for exactly the same amount`,
      waitsForOthers: false,
    });
    expect(await claimOf(late)).toMatchObject({ waitsForOthers: true });
    await answer(early, one, status);
    expect(await claimOf(late)).toMatchObject({
      againstAssuming: status === 'verified' ? null : `invoice ${one.number} asked for exactly the same amount`,
      waitsForOthers: false,
    });
  },
);

test('what reorganisations took away does not stand before what is there', async () => {
  const invoice = await bench.issue();
  const gone = Array.from({ length: 450 }, (_, at): [InvoiceDocument, Payment] => [
    invoice,
    { ...assumed(at + 1), state: 'reversed' },
  ]);
  const standing = assumed(999);
  await tell([...gone, [invoice, standing]]);
  const { payments, more } = await listPaymentsToVerify(bench.db);
  expect(payments.map(({ id }) => id)).toEqual([standing.key]);
  expect(more).toBe(false);
});
