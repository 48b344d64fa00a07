import { afterEach, expect, test } from 'vitest';
import { createPdfRenderer, type PdfRenderer } from '../../../../../src-main/engine/pdf/create-pdf-renderer.ts';
import { renderInvoicePdf } from '../../../../../src-main/engine/pdf/render-invoice-pdf.ts';
import { sampleLine, samplePdfInput } from '../../../../helpers/sample-invoice.ts';

let renderer: PdfRenderer;
afterEach(() => renderer.close());

const input = (name: string) => samplePdfInput({ lines: [sampleLine({ description: name })] });

test('PDFs asked for at once each reach the caller who asked, as this thread makes them', async () => {
  renderer = createPdfRenderer();
  const names = ['one', 'two', 'three', 'four', 'five'];
  const pdfs = await Promise.all(names.map((name) => renderer.renderInvoice(input(name))));
  for (const [index, name] of names.entries())
    expect(Buffer.from(pdfs[index] ?? []).equals(await renderInvoicePdf(input(name)))).toBe(true);
});

test('closing while a PDF is made rejects its caller, and everyone after', async () => {
  renderer = createPdfRenderer();
  const late = renderer.renderInvoice(input('late'));
  const outcome = Promise.allSettled([late]);
  await renderer.close();
  expect(await outcome).toMatchObject([{ status: 'rejected', reason: { message: 'The PDF renderer stopped.' } }]);
  await expect(renderer.renderInvoice(input('later'))).rejects.toThrow('closed');
});

test('closing one that never rendered, or twice, is fine', async () => {
  renderer = createPdfRenderer();
  await expect(renderer.close()).resolves.toBeUndefined();
  await expect(renderer.close()).resolves.toBeUndefined();
  await expect(renderer.renderInvoice(input('late'))).rejects.toThrow('closed');
});

test('a crash is told to whoever waits, and the next PDF comes from a new worker', async () => {
  renderer = createPdfRenderer(new URL('./crashing-worker.ts', import.meta.url));
  const crash = input('crash');
  const dying = renderer.renderInvoice({ ...crash, invoice: { ...crash.invoice, number: 'CRASH' } });
  await expect(dying).rejects.toThrow('the worker died');
  // Asked for between the dead worker's error and its exit: it must not be taken for one of its callers.
  expect((await renderer.renderInvoice(input('after'))).byteLength).toBeGreaterThan(1_000);
  expect((await renderer.renderInvoice(input('again'))).byteLength).toBeGreaterThan(1_000);
});

test('what is not plain data rejects, and harms no other', async () => {
  renderer = createPdfRenderer();
  const broken = { ...input('x'), link: (() => 'no') as never };
  await expect(renderer.renderInvoice(broken)).rejects.toThrow();
  expect((await renderer.renderInvoice(input('fine'))).byteLength).toBeGreaterThan(1_000);
});

test('a bug while rendering rejects that one PDF alone', async () => {
  renderer = createPdfRenderer();
  const broken = renderer.renderInvoice({ ...input('x'), invoice: null as never });
  const fine = renderer.renderInvoice(input('fine'));
  await expect(broken).rejects.toThrow('could not be made');
  expect((await fine).byteLength).toBeGreaterThan(1_000);
});
