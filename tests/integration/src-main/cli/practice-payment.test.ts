import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { startPracticeWorld } from '../../../../practice/start-practice-world.ts';
import { invoiceViewSchema } from '../../../../shared/app-api/invoice-view.ts';
import { pdfText } from '../engine/pdf/read-pdf.ts';
import { finished, makePlace, runBinary, startBinary } from './cli-fixture.ts';

test('an invoice is sent, paid on a real chain and seen as paid by "watch", over a real relay and mail server', async () => {
  const place = makePlace();
  // The folder above the data folder is where the command line looks for a running practice world.
  const world = await startPracticeWorld({
    ports: 'any',
    folder: join(place.dataDir, '..'),
    blockTimeSeconds: 1,
    log: () => undefined,
  });
  onTestFinished(() => world.stop());
  const quittance = (...args: string[]) => runBinary(place, ['--json', ...args]);

  expect((await quittance('init', '--name', 'Ada', '--wallet', 'practice')).code).toBe(0);
  const fields = ['--to', 'client@example.com', '--amount', '12', '--currency', 'USD', '--due', '2999-01-31'];
  const sent = await quittance('invoice', 'create', ...fields, '--description', 'Work', '--send', '--mode', 'pdf');
  expect(sent.json()).toMatchObject({ delivery: 'sent', jobs: [{ status: 'done' }, { status: 'done' }] });
  expect(String(sent.json()['link']).startsWith(`${world.addresses.relayOrigin}/i/`)).toBe(true);
  const number = String(sent.json()['number']);
  const view = invoiceViewSchema.parse((await quittance('invoice', 'show', number)).json());
  const option = view.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
  if (!option) throw new Error('The invoice does not take USDC');

  const watching = startBinary(place, ['--json', 'watch', '--until-paid', number, '--timeout', '50']);
  const ended = finished(watching);
  if (!watching.stdout) throw new Error('no output');
  const { tagged, token, address } = option;
  const paid = await payInvoice({
    rpcUrl: world.addresses.rpcUrl,
    token: token as `0x${string}`,
    to: address as `0x${string}`,
    amount: BigInt(tagged),
  });
  const { code, out } = await ended;
  expect(code).toBe(0);
  const documents = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(documents.slice(0, -1).some((document) => 'event' in document)).toBe(true);
  expect(documents.at(-1)).toMatchObject({
    paid: true,
    number,
    state: 'paid',
    settlement: { status: 'paid' },
    payments: [{ payment: { txHash: paid.txHash }, verification: { status: 'verified' } }],
  });
  const receipt = await quittance('receipt', 'pdf', number, '--out', 'receipt.pdf');
  expect(receipt.code).toBe(0);
  expect(pdfText(readFileSync(join(place.folder, 'receipt.pdf')))).toContain(paid.txHash);
  const emailed = await quittance('receipt', 'send', number, '--to', 'books@example.com');
  expect(emailed.json()).toMatchObject({ number, delivery: 'sent', jobs: [{ kind: 'receipt', status: 'done' }] });

  const credited = await quittance('credit-note', 'create', number, '--amount', '2.00', '--reason', 'Late', '--send');
  expect(credited.json()).toMatchObject({ invoice: number, delivery: 'sent', jobs: [{ kind: 'credit-note' }] });
  const note = String(credited.json()['number']);
  expect((await quittance('credit-note', 'pdf', note.toLowerCase(), '--out', 'credit.pdf')).code).toBe(0);
  expect(pdfText(readFileSync(join(place.folder, 'credit.pdf')))).toContain('USD 2.00');
  expect((await quittance('credit-note', 'undo', note)).code).toBe(0);

  const status = await quittance('status', '--wait', '10');
  expect(status.json()).toMatchObject({
    workspace: { practice: true, relay: { status: 'online' } },
    invoices: { paid: 1 },
  });
});
