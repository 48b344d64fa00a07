import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import type { RelayEvent } from '../../../../../shared/relay-api/events.ts';
import type { InvoiceDocument } from '../../../../../src-main/engine/database/documents.ts';
import { recordRelayEvents, settleArrivedInvoice } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { paymentFacts } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { recordVerification } from '../../../../../src-main/engine/ledger/record-verification.ts';
import { voidInvoice } from '../../../../../src-main/engine/invoices/void.ts';
import { listPaymentsToVerify } from '../../../../../src-main/engine/sync/list-payments-to-verify.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const hash = (digit: string): `0x${string}` => `0x${digit.repeat(64)}`;

function payment(more: Partial<Payment> = {}): Payment {
  const blockHash = more.blockHash ?? hash('b');
  const logIndex = more.logIndex ?? 0;
  return {
    key: `31337:${blockHash}:${hash('a')}:${logIndex}`,
    chainId: 31337,
    blockNumber: '7',
    blockHash,
    blockTime: 1_790_000_000,
    txHash: hash('a'),
    logIndex,
    token: practiceUsdc.toLowerCase(),
    from: `0x${'1'.repeat(40)}`,
    to: wallet.toLowerCase(),
    units: '1200000000',
    rule: 'tag',
    state: 'confirmed',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
    ...more,
  };
}

let lastSeq = 0;
function event(linkId: string, change: Partial<Payment>, seq = ++lastSeq): RelayEvent {
  const at = new Date(now.getTime() + seq * 1000).toISOString();
  return { type: 'payment', seq, at, linkId, payment: payment(change) };
}

const verdict = (status: 'verified' | 'mismatch' | 'waiting', checked: Payment, linkId: string) => ({
  status,
  detail: status,
  checkedAt: now.toISOString(),
  facts: paymentFacts(checked, linkId),
  confirmations: checked.confirmations,
  isFinal: false,
});

describe('the ledger', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let invoice: InvoiceDocument;
  beforeEach(async () => {
    folder = await temporaryFolder();
    const options = engineOptions(folder.path, { relayOrigin: null });
    bench = await openBench(options);
    // Without an endpoint of the owner's own, the relay's word counts.
    await updateSettings(bench.db, options, { rpcEndpoints: {} });
    invoice = await bench.issue();
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });
  const record = (...events: RelayEvent[]) => recordRelayEvents(bench.db, events, now);
  const kinds = async () =>
    (
      await bench.db.timeline
        .find({ selector: { invoiceId: invoice.id }, sort: [{ invoiceId: 'asc' }, { at: 'asc' }] })
        .exec()
    )
      .map((entry) => entry.kind)
      .filter((kind) => kind !== 'created' && kind !== 'issued');
  const state = async () => {
    const { settlement, received, phase } = await bench.read(invoice.id);
    return { settlement, received, phase };
  };

  test('seen is not paid; confirmed is; the same news twice changes nothing', async () => {
    const seen = event(invoice.linkId, { state: 'seen', confirmations: 1 });
    await record(seen);
    expect(await state()).toEqual({ settlement: 'unpaid', received: '0', phase: 'open' });
    const confirmed = event(invoice.linkId, { state: 'confirmed' });
    await record(confirmed);
    expect(await state()).toEqual({ settlement: 'paid', received: '120000', phase: 'paid' });
    const { rev } = await bench.read(invoice.id);
    await record(seen, confirmed);
    await record(seen);
    expect((await bench.read(invoice.id)).rev).toBe(rev);
    expect((await kinds()).sort()).toEqual(['payment-confirmed', 'payment-seen', 'settled']);
  });

  test('a reorganisation takes it back, and the payment in its new block settles again', async () => {
    await record(event(invoice.linkId, { state: 'confirmed' }));
    await record(event(invoice.linkId, { state: 'reversed', confirmations: 0 }));
    expect((await state()).settlement).toBe('unpaid');
    await record(event(invoice.linkId, { state: 'confirmed', blockHash: hash('c') }));
    expect((await state()).settlement).toBe('paid');
    expect((await kinds()).filter((kind) => kind === 'settled' || kind === 'unsettled')).toEqual([
      'settled',
      'unsettled',
      'settled',
    ]);
  });

  test("with an endpoint of the owner's own, nothing counts before it agrees", async () => {
    const { context } = bench;
    await updateSettings(bench.db, context.options, { rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] } });
    await record(event(invoice.linkId, { state: 'confirmed' }));
    expect((await state()).settlement).toBe('unpaid');
    const check = (status: Parameters<typeof verdict>[0], change: Partial<Payment> = {}) =>
      recordVerification(bench.db, payment().key, verdict(status, payment(change), invoice.linkId), now);
    await check('verified', { confirmations: 2 });
    expect((await state()).settlement).toBe('unpaid');
    await check('verified', { units: '1' });
    expect((await state()).settlement).toBe('unpaid');
    await check('verified');
    expect((await state()).settlement).toBe('paid');
    await check('mismatch');
    expect((await state()).settlement).toBe('unpaid');
    expect((await kinds()).sort()).toEqual(
      ['payment-confirmed', 'payment-mismatch', 'payment-seen', 'payment-verified', 'settled', 'unsettled'].sort(),
    );
  });

  test('a crash between the last check and Paid is made good: the check stays due until the invoice is settled', async () => {
    const { context, db } = bench;
    await updateSettings(db, context.options, { rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] } });
    await record(event(invoice.linkId, { state: 'final' }));
    const last = { ...verdict('verified', payment(), invoice.linkId), isFinal: true };
    const due = async () => (await listPaymentsToVerify(db)).payments.length;
    vi.spyOn(db.timeline, 'bulkInsert').mockRejectedValueOnce(new Error('the power is cut'));
    await expect(recordVerification(db, payment().key, last, now)).rejects.toThrow('the power is cut');
    expect([(await state()).settlement, await due()]).toEqual(['unpaid', 1]);
    await recordVerification(db, payment().key, last, now);
    expect([(await state()).settlement, await due()]).toEqual(['paid', 0]);
  });

  test('a report that changes after it was verified counts for nothing new until it is verified again', async () => {
    const { context } = bench;
    await updateSettings(bench.db, context.options, { rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] } });
    await record(event(invoice.linkId, { state: 'confirmed', units: '400000000' }));
    const part = verdict('verified', payment({ units: '400000000' }), invoice.linkId);
    await recordVerification(bench.db, payment().key, { ...part, isFinal: true }, now);
    expect(await state()).toMatchObject({ settlement: 'partial', received: '40000' });
    await record(event(invoice.linkId, { state: 'final', units: '1200000000' }));
    expect(await state()).toMatchObject({ settlement: 'partial', received: '40000' });
  });

  test('what another device has verified stands until there is a reason against it', async () => {
    const { context } = bench;
    await updateSettings(bench.db, context.options, { rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] } });
    const document = await bench.db.invoices.findOne(invoice.id).exec(true);
    await document.incrementalPatch({ settlement: 'paid', received: '120000' });
    await record(event(invoice.linkId, { state: 'confirmed' }));
    expect((await state()).settlement).toBe('paid');
    await recordVerification(bench.db, payment().key, verdict('mismatch', payment(), invoice.linkId), now);
    expect((await state()).settlement).toBe('unpaid');
  });

  test('what another device has verified stands although another payment was reversed or denied before', async () => {
    const { context } = bench;
    await updateSettings(bench.db, context.options, { rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] } });
    await record(event(invoice.linkId, { state: 'confirmed', logIndex: 1 }));
    await record(event(invoice.linkId, { state: 'reversed', logIndex: 1 }));
    const denied = payment({ logIndex: 2 });
    await record(event(invoice.linkId, { state: 'confirmed', logIndex: 2 }));
    await recordVerification(bench.db, denied.key, verdict('mismatch', denied, invoice.linkId), now);
    const document = await bench.db.invoices.findOne(invoice.id).exec(true);
    await document.incrementalPatch({ settlement: 'paid', received: '120000' });
    await record(event(invoice.linkId, { state: 'confirmed' }));
    expect((await state()).settlement).toBe('paid');
    await record(event(invoice.linkId, { state: 'reversed' }));
    expect((await state()).settlement).toBe('unpaid');
  });

  test('a payment that is credited to another invoice leaves the first', async () => {
    const other = await bench.issue();
    await record(event(invoice.linkId, { state: 'confirmed' }));
    await record(event(other.linkId, { state: 'confirmed' }));
    expect((await state()).settlement).toBe('unpaid');
    expect((await bench.read(other.id)).settlement).toBe('paid');
  });

  test('payments that come before their invoice settle it when it arrives', async () => {
    const document = await bench.db.invoices.findOne(invoice.id).exec(true);
    const copy = document.toMutableJSON();
    await document.incrementalRemove();
    await record(event(invoice.linkId, { state: 'confirmed' }));
    await bench.db.invoices.insert(copy);
    await settleArrivedInvoice(bench.db, invoice.linkId, now);
    expect((await state()).settlement).toBe('paid');
  });

  test('an invoice that was paid into is not voided', async () => {
    await record(event(invoice.linkId, { state: 'seen', units: '1000000', confirmations: 1 }));
    const voided = await voidInvoice(bench.context, invoice.id, '');
    expect(voided).toMatchObject({ ok: false, problem: { code: 'lifecycle.has-payments' } });
  });

  test('unmatched transfers are kept', async () => {
    const { rule: _, late: __, ...transfer } = payment();
    const unmatched: RelayEvent = {
      type: 'unmatched',
      seq: 1,
      at: now.toISOString(),
      reason: 'wrong-token',
      candidates: [invoice.linkId],
      transfer,
    };
    await record(unmatched);
    await record(unmatched);
    expect((await bench.db.unmatched.find().exec()).map((entry) => entry.reason)).toEqual(['wrong-token']);
  });

  test('however events are cut into batches, repeated or mixed up, the end is the same', async () => {
    const states = ['seen', 'confirming', 'confirmed', 'final', 'reversed'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...states)), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(7), { maxLength: 6 }),
        async (story, repeats) => {
          const target = await bench.issue();
          const digits = target.linkId.length;
          const base = lastSeq + digits;
          const events = story.map(([log, paymentState], at) =>
            event(
              target.linkId,
              {
                logIndex: log,
                state: paymentState,
                units: '400000000',
                txHash: hash('a'),
                key: `${target.linkId}:${log}`,
              },
              base + at,
            ),
          );
          lastSeq = base + story.length;
          await recordRelayEvents(bench.db, events.slice(0, Math.ceil(events.length / 2)), now);
          await Promise.all([
            recordRelayEvents(bench.db, events, now),
            recordRelayEvents(
              bench.db,
              repeats.flatMap((at) => events[at] ?? []),
              now,
            ),
          ]);
          await recordRelayEvents(bench.db, events, now);
          const last = new Map(story.map(([log, paymentState]) => [log, paymentState]));
          const counted = [...last.values()].filter((each) => each === 'confirmed' || each === 'final').length;
          const { received } = await bench.read(target.id);
          expect(received).toBe(String(counted * 40_000));
        },
      ),
      { numRuns: 15 },
    );
  });
});
