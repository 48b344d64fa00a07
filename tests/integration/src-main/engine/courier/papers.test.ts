import { filter, firstValueFrom, from, startWith, switchMap } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { creditInvoice } from '../../../../../src-main/engine/adjustments/credit-invoice.ts';
import { recordOutside } from '../../../../../src-main/engine/adjustments/record-outside.ts';
import { setUndone } from '../../../../../src-main/engine/adjustments/undo-adjustment.ts';
import type { InvoiceDocument, JobDocument } from '../../../../../src-main/engine/database/documents.ts';
import { sendInvoice } from '../../../../../src-main/engine/invoices/send.ts';
import { sendCreditNote, sendReceipt } from '../../../../../src-main/engine/invoices/send-papers.ts';
import { recordMailState } from '../../../../../src-main/engine/ledger/record-mail-state.ts';
import { recordRelayEvents } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';
import { mailState, scriptedRelay } from './scripted-relay.ts';

let lastBlock = 7;

/** The whole of an invoice, as a relay tells of it; each call another transfer. */
function payment(invoice: InvoiceDocument, change: Partial<Payment> = {}): Payment {
  lastBlock += 1;
  const hex = lastBlock.toString(16).padStart(64, '0');
  const option = invoice.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
  return {
    key: `31337:0x${hex}:0x${hex}:0`,
    chainId: 31337,
    blockNumber: lastBlock.toString(),
    blockHash: `0x${hex}`,
    blockTime: 1_790_000_000 + lastBlock,
    txHash: `0x${hex}`,
    logIndex: 0,
    token: practiceUsdc.toLowerCase(),
    from: `0x${'1'.repeat(40)}`,
    to: wallet.toLowerCase(),
    units: option?.tagged ?? '0',
    rule: 'tagged-amount',
    state: 'final',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
    ...change,
  };
}

describe('papers by email', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let invoice: InvoiceDocument;
  let relay: ReturnType<typeof scriptedRelay>;
  let options: ReturnType<typeof engineOptions>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    options = engineOptions(folder.path, { relayOrigin: 'http://relay.localhost' });
    bench = await openBench(options);
    // Without an endpoint of the owner's own, the relay's word counts.
    await updateSettings(bench.db, options, { rpcEndpoints: {} });
    relay = scriptedRelay();
    invoice = await bench.issue();
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });

  let seq = 0;
  const told = (one: Payment) => {
    const at = new Date().toISOString();
    return recordRelayEvents(
      bench.db,
      [{ type: 'payment', seq: ++seq, at, linkId: invoice.linkId, payment: one }],
      new Date(),
    );
  };
  const jobs = async (): Promise<JobDocument[]> =>
    (await bench.db.jobs.find({ selector: { invoiceId: invoice.id } }).exec())
      .map((job) => job.toMutableJSON())
      .sort((a, b) => a.place - b.place);
  /** Waits until no job is left that the relay could be told of. */
  const carried = () =>
    firstValueFrom(
      bench.db.jobs.eventBulks$.pipe(
        startWith(null),
        switchMap(() => from(jobs())),
        filter((all) => all.every(({ status, accepted }) => status === 'done' || status === 'failed' || accepted)),
      ),
    );
  const publish = async () => {
    bench.courier.use(relay.session);
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
    await carried();
  };
  const mails = () => [...relay.mails.values()].map(({ to, subject, attachments }) => ({ to, subject, attachments }));
  const firstWords = () => mails().map(({ subject }) => String(subject).split(/[ :]/)[0]);
  const timeline = async () =>
    (await bench.db.timeline.find({ selector: { invoiceId: invoice.id } }).exec()).map(({ kind }) => kind);
  const kinds = async (kind: JobDocument['kind']) => (await jobs()).filter((job) => job.kind === kind);

  test('a receipt goes by itself once a payment is final, not before, and once', async () => {
    await publish();
    const paid = payment(invoice, { state: 'confirmed' });
    await told(paid);
    expect(await kinds('receipt')).toEqual([]);
    await told({ ...paid, state: 'final' });
    await told({ ...paid, state: 'final' });
    await carried();
    expect(mails()).toMatchObject([
      {
        to: 'grace@example.com',
        subject: expect.stringMatching(/^Receipt for invoice/) as string,
        attachments: [{ filename: expect.stringMatching(/^receipt-INV-\d+-0001\.pdf$/) as string }],
      },
    ]);
    const [job] = await kinds('receipt');
    await recordMailState(bench.db, mailState(job?.id ?? '', 'sent', invoice.linkId), new Date().toISOString());
    expect(await timeline()).toEqual(expect.arrayContaining(['receipt-queued', 'receipt-sent']));
    expect(await timeline()).not.toContain('email-sent');
    expect((await bench.read(invoice.id)).emailedAt).toBe('');
  });

  test('its id is the same on all devices, so that the relay sends one', async () => {
    await publish();
    const paid = payment(invoice);
    await told(paid);
    const [job] = await carried().then(() => kinds('receipt'));
    // As on another device: the invoice is here, and the job is not.
    await bench.db.jobs.findOne(job?.id ?? '').remove();
    await (await bench.db.invoices.findOne(invoice.id).exec(true)).incrementalPatch({ final: false });
    await told({ ...paid, confirmations: 4 });
    await carried();
    expect((await kinds('receipt')).map(({ id }) => id)).toEqual([job?.id]);
    expect(relay.mails.size).toBe(1);
  });

  test.each([
    ['the owner does not want it', { sendReceipts: false }, true],
    ['the invoice was never published', {}, false],
  ])('none goes by itself where %s', async (_, settings, isPublished) => {
    await updateSettings(bench.db, options, settings);
    if (isPublished) await publish();
    await told(payment(invoice));
    expect(await kinds('receipt')).toEqual([]);
    expect((await bench.read(invoice.id)).settlement).toBe('paid');
  });

  test('an owner who sends links alone tells the mail server no sum', async () => {
    await updateSettings(bench.db, options, { emailMode: 'link' });
    await publish();
    await told(payment(invoice));
    await carried();
    const [mail] = [...relay.mails.values()];
    expect(mail).toMatchObject({ subject: 'Payment received by Ada', attachments: [] });
    expect(String(mail?.['text'])).not.toMatch(/1,?200|INV-/);
  });

  test('a reorganisation takes it back: who got it is told what is open, and gets a new one when it is paid again', async () => {
    await publish();
    const paid = payment(invoice);
    await told(paid);
    await carried();
    await told({ ...paid, state: 'reversed' });
    await carried();
    const correction = [...relay.mails.values()][1];
    expect(correction).toMatchObject({
      to: 'grace@example.com',
      subject: `Correction: invoice ${invoice.number} from Ada is not paid`,
      attachments: [],
    });
    expect(String(correction?.['text'])).toContain('USD 1,200.00');
    await told({ ...paid, state: 'reversed' });
    await told(payment(invoice));
    await carried();
    expect(firstWords()).toEqual(['Receipt', 'Correction', 'Receipt']);
  });

  test('one sent by hand before it was final is corrected too, and followed by a new one', async () => {
    await updateSettings(bench.db, options, { sendReceipts: false });
    await publish();
    const paid = payment(invoice, { state: 'confirmed' });
    await told(paid);
    unwrap(await sendReceipt(bench.context, invoice.id, 'books@example.com'));
    await carried();
    await told({ ...paid, state: 'reversed' });
    await carried();
    await told(payment(invoice));
    await carried();
    expect(mails().map(({ to, subject }) => [to, String(subject).split(/[ :]/)[0]])).toEqual([
      ['books@example.com', 'Receipt'],
      ['books@example.com', 'Correction'],
      ['books@example.com', 'Receipt'],
    ]);
  });

  test('what has not left is dropped, and nobody is told of what never came', async () => {
    await publish();
    relay.setOnline(false);
    const paid = payment(invoice);
    await told(paid);
    expect(await kinds('receipt')).toHaveLength(1);
    await told({ ...paid, state: 'reversed' });
    expect(await kinds('receipt')).toEqual([]);
    relay.setOnline(true);
    await carried();
    expect(relay.mails.size).toBe(0);
  });

  test('a correction that waits while the payment comes back is not sent', async () => {
    await publish();
    const paid = payment(invoice);
    await told(paid);
    await carried();
    relay.setOnline(false);
    await told({ ...paid, state: 'reversed' });
    await told(payment(invoice));
    relay.setOnline(true);
    await carried();
    expect(firstWords()).toEqual(['Receipt', 'Receipt']);
  });

  test('what the owner undoes is not told as a reorganisation', async () => {
    await publish();
    const outside = { id: invoice.id, method: 'cash', amount: '1200.00', date: '2026-01-02', note: '' } as const;
    const { adjustmentId } = unwrap(await recordOutside(bench.context, outside));
    await carried();
    expect(relay.mails.size).toBe(1);
    unwrap(await setUndone(bench.context, adjustmentId, true));
    await carried();
    expect((await bench.read(invoice.id)).settlement).toBe('unpaid');
    expect(relay.mails.size).toBe(1);
  });

  test('a receipt is not sent by hand for what is not paid, nor to nobody', async () => {
    await publish();
    const refused = { ok: false, problem: { code: 'receipt.not-paid' } };
    expect(await sendReceipt(bench.context, invoice.id, null)).toMatchObject(refused);
    await told(payment(invoice));
    expect(await sendReceipt(bench.context, invoice.id, 'nobody')).toMatchObject({ ok: false });
    expect(await sendReceipt(bench.context, 'nothing', null)).toMatchObject({ problem: { code: 'invoice.unknown' } });
  });

  test('a credit note goes with its PDF, after the publication that it needs, and not once it is undone', async () => {
    const { adjustmentId, number } = unwrap(
      await creditInvoice(bench.context, { id: invoice.id, amount: '200.00', reason: 'Two days.' }),
    );
    relay.setOnline(false);
    expect(unwrap(await sendCreditNote(bench.context, number, null)).jobIds).toHaveLength(2);
    // The same again, while it waits, is the same.
    unwrap(await sendCreditNote(bench.context, number, null));
    bench.courier.use(relay.session);
    relay.setOnline(true);
    await carried();
    expect(mails()).toMatchObject([
      {
        to: 'grace@example.com',
        subject: `Credit note ${number} from Ada`,
        attachments: [{ filename: `${number}.pdf`, contentType: 'application/pdf' }],
      },
    ]);
    unwrap(await setUndone(bench.context, adjustmentId, true));
    expect(await sendCreditNote(bench.context, number, null)).toMatchObject({
      problem: { code: 'credit-note.undone' },
    });
  });

  test('an invoice sent again asks for the exact rest', async () => {
    await publish();
    const option = invoice.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
    await told(payment(invoice, { units: (BigInt(option?.exact ?? 0) / 3n).toString(), rule: 'tag' }));
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'pdf', to: null }));
    await carried();
    const [mail] = [...relay.mails.values()];
    expect(mail?.['subject']).toMatch(/: USD 800\.00 still open$/);
    const rest = ((BigInt(option?.exact ?? 0) * 2n) / 3n + BigInt(option?.tagged ?? 0) - BigInt(option?.exact ?? 0))
      .toString()
      .replace(/(\d{6})$/, '.$1')
      // A tail can end in zeros, which are not written.
      .replace(/(\.\d{2}\d*?)0+$/, '$1');
    expect(String(mail?.['text'])).toContain(`${rest} USDC`);
  });
});
