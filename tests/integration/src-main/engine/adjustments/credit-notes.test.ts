import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signedCreditNoteSchema } from '../../../../../shared/sealing/signed-credit-note.ts';
import { verifyCanonical } from '../../../../../shared/sealing/canonical-signature.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { creditInvoice } from '../../../../../src-main/engine/adjustments/credit-invoice.ts';
import { recordOutside } from '../../../../../src-main/engine/adjustments/record-outside.ts';
import { setUndone } from '../../../../../src-main/engine/adjustments/undo-adjustment.ts';
import {
  deviceKeys,
  readDeviceValue,
  writeDeviceValue,
} from '../../../../../src-main/engine/database/device-values.ts';
import type { AdjustmentDocument } from '../../../../../src-main/engine/database/documents.ts';
import { followUp } from '../../../../../src-main/engine/invoices/follow-up.ts';
import { finishIntents } from '../../../../../src-main/engine/invoices/intents.ts';
import { printCreditNote } from '../../../../../src-main/engine/invoices/send-papers.ts';
import { voidInvoice } from '../../../../../src-main/engine/invoices/void.ts';
import { showInvoice } from '../../../../../src-main/engine/queries/show-invoice.ts';
import { claimPlace } from '../../../../../src-main/engine/workspace/claim-place.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, temporaryFolder } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

describe('credit notes', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let options: ReturnType<typeof engineOptions>;
  let invoiceId: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    options = engineOptions(folder.path, { relayOrigin: null });
    bench = await openBench(options);
    invoiceId = (await bench.issue()).id;
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });
  const credit = (amount: string | null, reason = '', id = invoiceId) =>
    creditInvoice(bench.context, { id, amount, reason });
  const codeOf = async (result: ReturnType<typeof credit>) => {
    const done = await result;
    return done.ok ? 'ok' : done.problem.code;
  };
  const note = async (id: string): Promise<AdjustmentDocument> =>
    (await bench.db.adjustments.findOne(id).exec(true)).toMutableJSON();
  const view = () => showInvoice(bench.db, options, invoiceId, true);

  test('take a sum off an invoice that itself never changes, and each is found from the other', async () => {
    const before = await bench.read(invoiceId);
    const { adjustmentId, number } = unwrap(await credit('200.00', 'Two days.'));
    expect(number).toMatch(/^CN-\d{4}-0001$/);
    const after = await bench.read(invoiceId);
    expect(after.signed).toEqual(before.signed);
    const shown = await view();
    expect(shown?.settlement).toMatchObject({ due: '100000', credited: '20000', remaining: '100000' });
    expect(shown?.adjustments).toMatchObject([{ id: adjustmentId, kind: 'credit-note', number, amount: '20000' }]);
    expect(shown?.timeline.at(-1)).toMatchObject({ kind: 'credited' });
    const signed = signedCreditNoteSchema.parse((await note(adjustmentId)).creditNote?.signed);
    expect(signed.creditNote).toMatchObject({
      number,
      invoice: { id: invoiceId, number: before.number, total: '120000' },
      reason: 'Two days.',
    });
  });

  test('are signed by the workspace that signed the invoice; a changed one is neither printed nor built upon', async () => {
    const { adjustmentId, number } = unwrap(await credit('200.00'));
    const { creditNote, signature } = signedCreditNoteSchema.parse((await note(adjustmentId)).creditNote?.signed);
    expect(verifyCanonical(creditNote, 'credit-note', signature)).toBe(true);
    expect(signature.publicKey).toBe((await bench.read(invoiceId)).signed?.signature.publicKey);
    expect((await printCreditNote(bench.context, number)).ok).toBe(true);
    const changed = { ...creditNote, totals: { ...creditNote.totals, total: '1' } };
    const document = await bench.db.adjustments.findOne(adjustmentId).exec(true);
    await document.incrementalPatch({ creditNote: { number, signed: { creditNote: changed, signature } } });
    for (const result of [await printCreditNote(bench.context, adjustmentId), await credit('1.00')])
      expect(result).toMatchObject({ ok: false, problem: { code: 'credit-note.damaged' } });
  });

  test('numbers have no gap and none is given twice, with refusals and racing calls in between', async () => {
    const other = (await bench.issue()).id;
    const results = await Promise.all([
      ...['100.00', '9999.00', '200.00', '0', 'x', '300.00'].map((amount) => credit(amount)),
      ...[null, '1.00', '50.00'].map((amount) => credit(amount, '', other)),
    ]);
    const numbers = results.flatMap((result) => (result.ok ? [result.value.number] : []));
    expect(numbers.map((number) => number.slice(-4))).toEqual(['0001', '0002', '0003', '0004']);
    const kept = await bench.db.adjustments.find({ selector: { kind: 'credit-note' } }).exec();
    expect(kept.map(({ sequence }) => sequence).sort()).toEqual([1, 2, 3, 4]);
    expect((await bench.issue()).number.slice(-4)).toBe('0003');
  });

  test('a number is not given out again, whatever a crash or a lost folder took', async () => {
    const { adjustmentId } = unwrap(await credit('10.00'));
    const document = await note(adjustmentId);
    // A crash right after the write that decides: neither counter nor history.
    await writeDeviceValue(bench.db, deviceKeys.highWater(document.series), 0);
    for (const entry of await bench.db.timeline.find({ selector: { invoiceId } }).exec())
      if (entry.kind === 'credited') await entry.incrementalRemove();
    const intent = { kind: 'adjust', adjustmentId, before: null, at: document.updatedAt };
    await writeDeviceValue(bench.db, deviceKeys.intent(`adjust:${adjustmentId}`), intent);
    await finishIntents(bench.db, followUp);
    expect(await readDeviceValue(bench.db, deviceKeys.highWater(document.series))).toBe(1);
    expect((await view())?.timeline.filter(({ kind }) => kind === 'credited')).toHaveLength(1);
    await (await bench.db.adjustments.findOne(adjustmentId).exec(true)).incrementalRemove();
    expect(unwrap(await credit('10.00')).number.slice(-4)).toBe('0002');
  });

  test('another device counts in a series of its own, and not before it knows its place', async () => {
    await writeDeviceValue(bench.db, deviceKeys.createdHere, false);
    await (await bench.db.device.findOne(deviceKeys.place).exec(true)).incrementalRemove();
    expect(await codeOf(credit('1.00'))).toBe('workspace.no-series');
    await writeDeviceValue(bench.db, deviceKeys.place, 2);
    expect(unwrap(await credit('1.00')).number).toMatch(/^CN-\d{4}-B0001$/);
    await writeDeviceValue(bench.db, deviceKeys.place, 1);
    expect(unwrap(await credit('1.00')).number).toMatch(/^CN-\d{4}-A0001$/);
  });

  test('a new device takes no place under which a credit note was written', async () => {
    await writeDeviceValue(bench.db, deviceKeys.createdHere, false);
    await writeDeviceValue(bench.db, deviceKeys.place, 2);
    unwrap(await credit('1.00'));
    await (await bench.db.device.findOne(deviceKeys.place).exec(true)).incrementalRemove();
    await claimPlace(bench.db, 2);
    expect(unwrap(await credit('1.00')).number).not.toMatch(/-B\d+$/);
  });

  test('an owner whose invoices begin with CN too gets no number twice', async () => {
    unwrap(await updateSettings(bench.db, options, { numberPrefix: 'CN' }));
    const numbers = [(await bench.issue()).number, unwrap(await credit('1.00')).number, (await bench.issue()).number];
    expect(numbers.map((number) => number.slice(-4))).toEqual(['0001', '0002', '0003']);
  });

  test('come to no more than the invoice, also when an undone one is restored', async () => {
    const first = unwrap(await credit('700.00'));
    expect(await codeOf(credit('500.01'))).toBe('credit.exceeds-invoice');
    unwrap(await setUndone(bench.context, first.adjustmentId, true));
    expect((await view())?.settlement?.credited).toBe('0');
    const second = unwrap(await credit('500.01'));
    expect(await setUndone(bench.context, first.number, false)).toMatchObject({
      ok: false,
      problem: { code: 'credit.exceeds-invoice' },
    });
    unwrap(await setUndone(bench.context, second.number, true));
    unwrap(await setUndone(bench.context, first.number, false));
    expect((await view())?.settlement?.credited).toBe('70000');
    expect(second.number.slice(-4)).toBe('0002');
  });

  test('one over all of it makes the invoice credited; undone, it asks for payment again', async () => {
    const { adjustmentId } = unwrap(await credit(null));
    expect((await view())?.lifecycle).toBe('credited');
    expect(await codeOf(credit('1.00'))).toBe('credit.nothing-left');
    unwrap(await setUndone(bench.context, adjustmentId, true));
    expect(await view()).toMatchObject({ lifecycle: 'issued', state: 'open', settlement: { remaining: '120000' } });
  });

  test('what was paid before it is over by then', async () => {
    const outside = { id: invoiceId, method: 'bank', amount: '1200.00', date: '2026-01-02', note: '' } as const;
    unwrap(await recordOutside(bench.context, outside));
    unwrap(await credit('200.00'));
    expect(await view()).toMatchObject({ state: 'overpaid', settlement: { over: '20000', due: '100000' } });
  });

  test('none is written to a draft, a void invoice, or one that is not here', async () => {
    const other = (await bench.issue()).id;
    unwrap(await voidInvoice(bench.context, other, ''));
    expect(await codeOf(credit('1.00', '', other))).toBe('invoice.void');
    expect(await codeOf(credit('1.00', '', 'nobody'))).toBe('invoice.unknown');
    expect(await printCreditNote(bench.context, 'CN-2026-9999')).toMatchObject({
      problem: { code: 'credit-note.unknown' },
    });
  });
});
