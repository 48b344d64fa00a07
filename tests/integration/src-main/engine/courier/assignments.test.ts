import { filter, firstValueFrom, from, startWith, switchMap } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { fail, ok, unwrap } from '../../../../../shared/result.ts';
import { assignTransfer } from '../../../../../src-main/engine/adjustments/assign-transfer.ts';
import { publishAgain } from '../../../../../src-main/engine/courier/publish-again.ts';
import type { InvoiceDocument } from '../../../../../src-main/engine/database/documents.ts';
import { sendInvoice } from '../../../../../src-main/engine/invoices/send.ts';
import { recordRelayEvents } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { engineOptions, memorySecrets, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';
import { scriptedRelay } from './scripted-relay.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const [blockHash, txHash] = [`0x${'b'.repeat(64)}` as const, `0x${'a'.repeat(64)}` as const];
const transfer: Omit<Payment, 'rule' | 'late'> = {
  key: `31337:${blockHash}:${txHash}:0`,
  chainId: 31337,
  blockNumber: '7',
  blockHash,
  blockTime: now.getTime() / 1_000,
  txHash,
  logIndex: 0,
  token: practiceUsdc.toLowerCase(),
  from: `0x${'1'.repeat(40)}`,
  to: wallet.toLowerCase(),
  units: '30000000',
  state: 'confirmed',
  confirmations: 3,
  requiredConfirmations: 3,
};

describe('the owner’s word on a transfer reaches the relay', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let relay: ReturnType<typeof scriptedRelay>;
  /** What the relay has of the transfer: units by link. */
  let told: Record<string, string>;

  beforeEach(async () => {
    folder = await temporaryFolder();
    const options = engineOptions(folder.path, {
      secrets: memorySecrets(),
      relayOrigin: 'http://relay.localhost',
      now: () => now,
    });
    bench = await openBench(options);
    relay = scriptedRelay();
    told = {};
    relay.answerWith('putAssignment', ({ body }) => {
      const parts = body?.['parts'] as { linkId: string; units: string }[];
      if (parts.some(({ linkId }) => !relay.links.has(linkId))) return fail('assignment.unknown-link', 'No such link.');
      told = Object.fromEntries(parts.map(({ linkId, units }) => [linkId, units]));
      return ok({});
    });
    const unmatched = { type: 'unmatched', seq: 1, at: now.toISOString(), reason: 'no-rule' } as const;
    await recordRelayEvents(bench.db, [{ ...unmatched, candidates: [], transfer }], now);
    bench.courier.use(relay.session);
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });

  /** Until nothing is queued or under way. */
  async function settled(): Promise<void> {
    bench.courier.wake();
    const open = { selector: { status: { $in: ['queued' as const, 'running' as const, 'waiting' as const] } } };
    await firstValueFrom(
      bench.db.jobs.eventBulks$.pipe(
        startWith(null),
        switchMap(() => from(bench.db.jobs.find(open).exec())),
        filter((jobs) => jobs.length === 0),
      ),
    );
  }

  async function publish({ id }: InvoiceDocument): Promise<void> {
    unwrap(await sendInvoice(bench.context, { id, mode: 'publish-only', to: null }));
    await settled();
  }

  async function split(...invoices: readonly InvoiceDocument[]): Promise<void> {
    const parts = invoices.map(({ id }, at) => ({ invoiceId: id, units: `${at + 1}0000000`, value: null }));
    unwrap(await assignTransfer(bench.context, transfer.key, parts));
    await settled();
  }

  test('of a part whose invoice is published after that of another part', async () => {
    const [one, other] = [await bench.issue(), await bench.issue()];
    await split(one, other);
    await publish(one);
    expect(told).toEqual({ [one.linkId]: '10000000' });
    await publish(other);
    expect(told).toEqual({ [one.linkId]: '10000000', [other.linkId]: '20000000' });
  });

  test('once more where the relay has lost its memory, whichever of the links is out again first', async () => {
    const [one, other] = [await bench.issue(), await bench.issue()];
    await split(one, other);
    await publish(one);
    await publish(other);
    for (const epoch of ['one', 'two', 'three']) {
      if (epoch !== 'one') [told] = [{}, relay.links.clear()];
      await publishAgain(bench.db, 'http://relay.localhost', epoch, now);
      await settled();
      expect(told).toEqual({ [one.linkId]: '10000000', [other.linkId]: '20000000' });
    }
  });
});
