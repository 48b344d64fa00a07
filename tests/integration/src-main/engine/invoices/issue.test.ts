import { filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { invoiceDraftSchema } from '../../../../../shared/invoice/invoice-draft.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { deviceKeys, writeDeviceValue } from '../../../../../src-main/engine/database/device-values.ts';
import {
  createInvoice,
  duplicateInvoice,
  saveDraft,
  setTrashed,
} from '../../../../../src-main/engine/invoices/draft-commands.ts';
import { issueInvoice } from '../../../../../src-main/engine/invoices/issue.ts';
import { followUp } from '../../../../../src-main/engine/invoices/follow-up.ts';
import { finishIntents } from '../../../../../src-main/engine/invoices/intents.ts';
import { StorageError } from '../../../../../src-main/engine/storage/storage-error.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, simpleDraft, temporaryFolder } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

/** Randomness whose choice of a tail is always the same; everything else stays random. */
const always =
  (choice: number, random: (bytes: number) => Uint8Array) =>
  (bytes: number): Uint8Array =>
    bytes === 2 ? Uint8Array.of(choice >> 8, choice & 255) : random(bytes);

describe('issuing', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let options: ReturnType<typeof engineOptions>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    options = engineOptions(folder.path, { relayOrigin: null });
    bench = await openBench(options);
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });
  const draft = async (more?: Parameters<typeof simpleDraft>[0]) =>
    unwrap(await createInvoice(bench.context, simpleDraft(more))).id;

  test('sums in two currencies that come to the same amount of a token never get the same tail', async () => {
    const dollars = unwrap(await issueInvoice(bench.context, await draft()));
    expect(dollars.number).toMatch(/0001$/);
    const [line] = simpleDraft().lines ?? [];
    if (!line) throw new Error('The draft has no line');
    const rates = [{ peg: 'USD', perUnit: ' 1.2', source: 'a test', at: '2026-11-23T00:00:00Z' } as const];
    const euros = await draft({ currency: 'EUR', rates, lines: [{ ...line, unitPrice: '1000.00' }] });
    const [first] = await bench.db.invoices.find({ selector: { phase: 'open' } }).exec();
    const terms = first?.toMutableJSON().signed?.payable.terms;
    // The first choice of the second invoice would be the first one's tail.
    const context = {
      ...bench.context,
      options: { ...options, random: always((terms?.tail ?? 1) - 1, options.random) },
    };
    unwrap(await issueInvoice(context, euros));
    const other = (await bench.read(euros)).signed?.payable.terms;
    const exact = (each: typeof terms) => each?.options.map(({ exact: units }) => units);
    expect(exact(other)?.some((units) => exact(terms)?.includes(units))).toBe(true);
    expect(other?.rates).toEqual([{ ...rates[0], perUnit: '1.2' }]);
    expect(other?.tail).not.toBe(terms?.tail);
  });

  test('a tail that is not looked for any more is given out again only once its invoice is paid', async () => {
    const random = always(776, options.random);
    const later = new Date('2101-01-02T12:00:00.000Z');
    const issueWith = async (more: Partial<typeof options>, dueDate: string) => {
      const id = await draft({ dueDate });
      unwrap(await issueInvoice({ ...bench.context, options: { ...options, random, ...more } }, id));
      return { id, tail: (await bench.read(id)).signed?.payable.terms.tail };
    };
    const first = await issueWith({}, '2099-01-31');
    expect(first.tail).toBe(777);
    expect((await issueWith({ now: () => later }, '2101-02-01')).tail).toBe(778);
    await (
      await bench.db.invoices.findOne(first.id).exec(true)
    ).incrementalPatch({ phase: 'paid', settlement: 'paid' });
    expect((await issueWith({ now: () => later }, '2101-02-01')).tail).toBe(777);
  });

  test('numbers are gapless and never twice, with refusals and racing calls in between', async () => {
    const good = await Promise.all(Array.from({ length: 6 }, () => draft()));
    const bad = await Promise.all(Array.from({ length: 3 }, () => draft({ dueDate: '2001-01-01' })));
    const results = await Promise.all([...good, ...bad, ...good].sort().map((id) => issueInvoice(bench.context, id)));
    const numbers = results.flatMap((result) => (result.ok ? [result.value.number] : [])).sort();
    expect(numbers.map((number) => number.slice(-4))).toEqual(['0001', '0002', '0003', '0004', '0005', '0006']);
    const codes = new Set(results.flatMap((result) => (result.ok ? [] : [result.problem.code])));
    expect(codes).toEqual(new Set(['date.due-before-issue', 'lifecycle.not-a-draft']));
  });

  test('invoices over the same sum at the same address get different amounts to pay', async () => {
    const issued = await Promise.all(Array.from({ length: 12 }, () => bench.issue()));
    const tails = issued.map((invoice) => invoice.signed?.payable.terms.tail);
    expect(new Set(tails).size).toBe(12);
    const tags = issued.map((invoice) => invoice.signed?.payable.terms.tag);
    expect(new Set(tags).size).toBe(12);
  });

  test('a number is not given out again when its invoice is not here any more', async () => {
    const invoice = await bench.issue();
    await (await bench.db.invoices.findOne(invoice.id).exec(true)).incrementalRemove();
    expect((await bench.issue()).number.slice(-4)).toBe('0002');
  });

  test('what a crash left between an issue and its history is finished at the next start', async () => {
    const invoice = await bench.issue();
    const told = { selector: { invoiceId: invoice.id, kind: 'issued' } } as const;
    await (await bench.db.timeline.findOne(told).exec(true)).incrementalRemove();
    const intent = { kind: 'issue', invoiceId: invoice.id, at: invoice.issuedAt };
    await writeDeviceValue(bench.db, deviceKeys.intent(`issue:${invoice.id}`), intent);
    await finishIntents(bench.db, followUp);
    expect(await bench.db.timeline.findOne(told).exec()).not.toBeNull();
    expect(await bench.db.device.findOne(deviceKeys.intent(`issue:${invoice.id}`)).exec()).toBeNull();
  });

  test.each(['before the next decision', 'after a while'])(
    'what is decided is answered as done though the disk is full behind it, and followed up %s',
    async (when) => {
      const id = await draft();
      const full = new StorageError('storage.full', 'The disk is full.', { retryable: true });
      vi.spyOn(bench.db.timeline, 'bulkInsert').mockRejectedValueOnce(full);
      expect(await issueInvoice(bench.context, id)).toMatchObject({ ok: true });
      const told = bench.db.timeline.findOne({ selector: { invoiceId: id, kind: 'issued' } });
      expect(await told.exec()).toBeNull();
      if (when === 'before the next decision') await bench.issue();
      expect(await firstValueFrom(told.$.pipe(filter((entry) => entry !== null)))).toMatchObject({ invoiceId: id });
      await expect.poll(() => bench.db.device.findOne(deviceKeys.intent(`issue:${id}`)).exec()).toBeNull();
    },
  );

  test('a year of five digits and a text that is far too long are kept as typed, and said at their fields', async () => {
    const id = await draft();
    const typed = { ...(await bench.read(id)).draft, dueDate: '99999-01-01', notes: 'x'.repeat(20_001) };
    expect(invoiceDraftSchema.safeParse(typed).success).toBe(true);
    unwrap(await saveDraft(bench.context, id, typed));
    expect((await bench.read(id)).draft).toEqual(typed);
    expect(await issueInvoice(bench.context, id)).toMatchObject({ problem: { code: 'date.too-far' } });
  });

  test('another device counts in a series of its own, and not before it knows its place', async () => {
    await writeDeviceValue(bench.db, deviceKeys.createdHere, false);
    await (await bench.db.device.findOne(deviceKeys.place).exec(true)).incrementalRemove();
    const id = await draft();
    expect(await issueInvoice(bench.context, id)).toMatchObject({
      ok: false,
      problem: { code: 'workspace.no-series' },
    });
    await writeDeviceValue(bench.db, deviceKeys.place, 2);
    expect(unwrap(await issueInvoice(bench.context, id)).number).toMatch(/-B0001$/);
    await writeDeviceValue(bench.db, deviceKeys.place, 1);
    expect((await bench.issue()).number).toMatch(/-A0001$/);
  });

  test('an issued invoice does not change, is not deleted, and can be duplicated', async () => {
    const invoice = await bench.issue();
    const saved = await saveDraft(bench.context, invoice.id, { ...invoice.draft, notes: 'other' });
    expect(saved).toMatchObject({ ok: false, problem: { code: 'invoice.not-a-draft' } });
    expect(await setTrashed(bench.context, invoice.id, true)).toMatchObject({ ok: false });
    const copy = await bench.read(unwrap(await duplicateInvoice(bench.context, invoice.id)).id);
    expect(copy).toMatchObject({ lifecycle: 'draft', number: '', total: '120000', signed: null });
  });

  test('a draft keeps whatever was typed; a deleted one can be restored', async () => {
    const id = await draft();
    const invoice = await bench.read(id);
    const [line] = invoice.draft.lines;
    const typed = { ...invoice.draft, dueDate: '31.1.', lines: line ? [{ ...line, unitPrice: '12.' }] : [] };
    unwrap(await saveDraft(bench.context, id, typed));
    expect((await bench.read(id)).draft).toEqual(typed);
    expect((await bench.read(id)).total).toBe('');
    unwrap(await setTrashed(bench.context, id, true));
    expect(await issueInvoice(bench.context, id)).toMatchObject({ ok: false, problem: { code: 'invoice.trashed' } });
    unwrap(await setTrashed(bench.context, id, false));
    expect((await bench.read(id)).phase).toBe('draft');
  });

  test('no wallet, no issue', async () => {
    unwrap(await updateSettings(bench.db, options, { wallet: '' }));
    const result = await issueInvoice(bench.context, await draft());
    expect(result).toMatchObject({ ok: false, problem: { code: 'settings.wallet-missing' } });
  });
});
