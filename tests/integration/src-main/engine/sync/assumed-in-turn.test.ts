import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import type { InvoiceDocument } from '../../../../../src-main/engine/database/documents.ts';
import { paymentFacts } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { recordRelayEvents } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { recordVerification } from '../../../../../src-main/engine/ledger/record-verification.ts';
import { listPaymentsToVerify } from '../../../../../src-main/engine/sync/list-payments-to-verify.ts';
import { watchDoubts } from '../../../../../src-main/engine/sync/watch-doubts.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, simpleDraft, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const blockHash = `0x${'b'.repeat(64)}` as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let bench: InvoiceBench;
beforeEach(async () => {
  folder = await temporaryFolder();
  const options = engineOptions(folder.path, { relayOrigin: null, now: () => now, random });
  bench = await openBench(options);
  await updateSettings(bench.db, options, { rpcEndpoints: { '31337': ['http://127.0.0.1:9'] } });
});
afterEach(async () => {
  await bench.close();
  await folder.remove();
});

/** The first free tail but five, whatever chance says. */
function random(bytes: number): Uint8Array {
  return bytes === 2 ? Uint8Array.of(0, 5) : new Uint8Array(randomBytes(bytes));
}

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

let lastSeq = 0;
/** The relay tells of payments, and what each is to be checked against. */
async function tell(payments: readonly (readonly [InvoiceDocument, Payment])[]) {
  const events = payments.map(([{ linkId }, payment]) => ({
    type: 'payment' as const,
    seq: ++lastSeq,
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

describe('an assumption that was checked whole is judged again', () => {
  let invoice: InvoiceDocument;
  let rival: InvoiceDocument;
  let doubts: ReturnType<typeof watchDoubts> | undefined;
  const [early, late] = [assumed(1), assumed(2)];
  const isRivalled = async () => {
    await doubts?.stop();
    expect(await claimOf(late)).toMatchObject({
      againstAssuming: `invoice ${rival.number} asked for exactly the same amount`,
    });
  };
  const begin = (): void => {
    const onTrouble = (error: unknown): void => expect.fail(String(error));
    doubts = watchDoubts(bench.db, { now: () => now, onTrouble });
  };
  /** The rival was paid before, by its tag. */
  const tellBoth = async (): Promise<void> => {
    await tell([
      [rival, { ...early, rule: 'tag' }],
      [invoice, late],
    ]);
    await doubts?.judged();
    await answer({ ...early, rule: 'tag' }, rival, 'verified');
    await answer(late, invoice, 'verified');
    expect(await claimOf(late)).toBeUndefined();
  };
  beforeEach(async () => {
    [invoice, rival] = [await bench.issue(), await bench.issue()];
  });
  afterEach(async () => {
    await doubts?.stop();
    doubts = undefined;
  });

  test('once after a start', async () => {
    await tellBoth();
    begin();
    await doubts?.stop();
    expect(await claimOf(late)).toMatchObject({ againstAssuming: null });
  });

  test('when a payment from before it is told later', async () => {
    await bench.db.invoices.findOne(rival.id).remove();
    begin();
    await tell([[invoice, late]]);
    await doubts?.judged();
    await answer(late, invoice, 'verified');
    expect(await claimOf(late)).toBeUndefined();
    await tell([[invoice, { ...assumed(3), rule: 'tag' }]]);
    await doubts?.judged();
    expect(await claimOf(late)).toBeUndefined();

    const { tail } = invoice.signed!.payable.terms;
    const whole: Payment = { ...early, rule: 'tagged-amount', units: String(1_200_000_000 + tail) };
    await tell([[invoice, whole]]);
    await answer(whole, invoice, 'verified');
    await doubts?.judged();
    expect(await claimOf(late)).toMatchObject({
      againstAssuming: 'it is not the amount that this invoice asked for then',
      waitsForOthers: false,
    });
  });

  test('as is the rest of its own invoice', async () => {
    await bench.db.invoices.findOne(rival.id).remove();
    begin();
    const rest: Payment = { ...late, rule: 'tagged-amount' };
    await tell([[invoice, rest]]);
    await doubts?.judged();
    await answer(rest, invoice, 'verified');
    expect(await claimOf(rest)).toBeUndefined();
    await tell([[invoice, { ...early, rule: 'tag' }]]);
    await doubts?.judged();
    expect(await claimOf(rest)).toBeDefined();
  });

  test('when what a rival was paid before it is reversed', async () => {
    begin();
    await tellBoth();
    await tell([[rival, { ...early, rule: 'tag', state: 'reversed' }]]);
    await isRivalled();
  });

  test('when what a rival was paid before it is denied', async () => {
    begin();
    await tellBoth();
    await answer({ ...early, rule: 'tag' }, rival, 'mismatch');
    await isRivalled();
  });

  test('when another device brings a rival', async () => {
    await bench.db.invoices.findOne(rival.id).remove();
    begin();
    await tell([[invoice, late]]);
    await doubts?.judged();
    await answer(late, invoice, 'verified');
    expect(await claimOf(late)).toBeUndefined();
    const { storageInstance } = bench.db.invoices;
    const [previous] = await storageInstance.findDocumentsById([rival.id], true);
    const document = { ...previous!, _deleted: false };
    const { error } = await storageInstance.bulkWrite([{ previous: previous!, document }], 'replication-down');
    expect(error).toEqual([]);
    await isRivalled();
  });
});

test('a rest by hand is no invoice’s where another asks for the very amount, with its tail', async () => {
  const one = await bench.issue();
  const { tail } = one.signed!.payable.terms;
  const part: Payment = { ...assumed(1), rule: 'tag', units: '1000000000' };
  const rest: Payment = { ...assumed(2), rule: 'tagged-amount', units: String(200_000_000 + tail) };
  await tell([
    [one, part],
    [one, rest],
  ]);
  expect(await claimOf(rest)).toMatchObject({ againstRest: null });
  const [line] = simpleDraft().lines ?? [];
  const other = await bench.issue({ lines: [{ ...line!, unitPrice: '200.00' }] });
  expect(other.signed?.payable.terms.tail).toBe(tail);
  expect(await claimOf(rest)).toMatchObject({
    againstRest: `invoice ${other.number} asked for exactly the same amount`,
  });
  // The whole with its tail was made its own when it was issued.
  const whole: Payment = { ...assumed(3), rule: 'tagged-amount', units: String(1_200_000_000 + tail) };
  await tell([[one, whole]]);
  expect(await claimOf(whole)).toMatchObject({ againstRest: null });
});

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
