import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AdjustmentView } from '../../../shared/app-api/adjustment-view.ts';
import type { PaymentView } from '../../../shared/app-api/payment-view.ts';
import { addInvoice } from '../../helpers/scripted-engine.ts';
import { issue, settle, type ScriptedInvoice } from '../../helpers/scripted-invoices.ts';
import * as data from '../../helpers/scripted-data.ts';
import type { ScriptedServer } from '../../helpers/scripted-server.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();
const verified = { status: 'verified', detail: '', checkedAt: data.minutesAgo(1) } as const;
const number = 'INV-2026-0001';

/** An issued invoice of $1,200.00 with these payments, open on the page. */
async function openInvoice(payments: readonly PaymentView[], adjustments: readonly AdjustmentView[] = []) {
  const { page, server, errors } = await world.open();
  const invoice = addInvoice(server.state, 'i', {});
  issue(server.state, invoice, number);
  invoice.view.adjustments = [...adjustments];
  settle(invoice, payments);
  server.state.changed();
  await page.goto(`${server.url}#/invoices/i`);
  await page.getByRole('heading', { level: 1, name: number }).waitFor();
  return { page, server, errors, invoice };
}

async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name }).click();
}

function viewOf(server: ScriptedServer): ScriptedInvoice['view'] {
  const known = server.state.invoices.get('i');
  if (!known) throw new Error('The invoice is gone');
  return known.view;
}

function inputOf(server: ScriptedServer, name: string): unknown {
  return server.state.calls.findLast((call) => call.name === name)?.input;
}

async function summary(page: Page, label: string, sum: string): Promise<void> {
  const row = page.getByRole('region', { name: 'Summary' }).locator('dl.settlement-sums > div');
  await row.filter({ hasText: label }).filter({ hasText: sum }).waitFor();
}

test('a number that was given out twice is said on the invoice, with the way to the other', async () => {
  const { page, server, errors, invoice } = await openInvoice([]);
  const other = addInvoice(server.state, 'twin', {});
  issue(server.state, other, number);
  invoice.view.sameNumber = [{ id: 'twin', buyerName: 'Northwind Traders' }];
  server.state.changed();
  await page.getByText(`Another invoice is ${number} as well`).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'the one for Northwind Traders' }).click();
  await page.waitForURL(/#\/invoices\/twin/);
  expect(errors).toEqual([]);
});

describe('what can be done', () => {
  test('follows the state of the invoice', async () => {
    const { page, server, invoice } = await openInvoice([]);
    const actions = async (): Promise<string[]> => {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menu').waitFor();
      const names = await page.getByRole('menuitem').allTextContents();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      return names.map((name) => name.trim());
    };
    const open = ['Record payment outside…', 'Credit note…', 'Duplicate', 'Write off…', 'Void…'];
    expect(await actions()).toEqual(open);
    settle(invoice, [data.payment(50_000n, {}, verified)]);
    server.state.changed();
    await page.getByRole('heading', { level: 1, name: /Part paid/ }).waitFor();
    expect(await actions()).toEqual(['Record refund…', ...open.slice(0, -1)]);
    settle(invoice, [data.payment(120_000n, {}, verified)]);
    server.state.changed();
    await page.getByRole('heading', { level: 1, name: / Paid/ }).waitFor();
    const paid = ['Receipt as PDF', 'Send receipt…', 'Record refund…', 'Credit note…', 'Duplicate'];
    expect(await actions()).toEqual(paid);
    settle(invoice, []);
    invoice.view = { ...invoice.view, lifecycle: 'void', state: 'void' };
    server.state.changed();
    await page.getByRole('heading', { level: 1, name: /Void/ }).waitFor();
    expect(await actions()).toEqual(['Duplicate', 'Reinstate']);
  });
});

describe('a remedy', () => {
  test('refund: what is wrong is said at its field, then it waits for its check and is undone', async () => {
    const { page, server, errors } = await openInvoice([data.payment(125_000n, {}, verified)]);
    await page.getByText('Overpaid by $50.00').waitFor();
    await page.getByRole('button', { name: 'Record refund…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Record a refund' });
    await dialog.getByLabel('Transaction hash').fill('0x12');
    await dialog.getByRole('button', { name: 'Record refund' }).click();
    await dialog.getByText('That is no transaction hash').waitFor();
    await dialog.getByLabel('Transaction hash').and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await expectAccessible(page);
    const txHash = `0x${'d'.repeat(64)}`;
    await dialog.getByLabel('Transaction hash').fill(txHash);
    await dialog.getByLabel('Note').fill('Sent back the same day');
    await dialog.getByRole('button', { name: 'Record refund' }).click();
    await dialog.waitFor({ state: 'detached' });
    const list = page.getByRole('region', { name: 'Adjustments' });
    await list.getByText('Refund of $50.00').waitFor();
    await list.getByText('it counts once it is confirmed').waitFor();
    expect(inputOf(server, 'invoice.recordRefund')).toEqual({
      id: 'i',
      chainId: 31337,
      txHash,
      note: 'Sent back the same day',
    });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await list.getByText('Undone: it counts for nothing.').waitFor();
    expect(viewOf(server).adjustments[0]?.undone).toBe(true);
    expect(errors).toEqual([]);
  });

  test('paid outside: prefilled with what remains, refused at its amount, counted, undone, restored', async () => {
    const { page, server } = await openInvoice([data.payment(100_000n, {}, verified)]);
    await choose(page, 'Record payment outside…');
    const dialog = page.getByRole('dialog', { name: 'Record a payment outside' });
    expect(await dialog.getByLabel('Amount').inputValue()).toBe('200.00');
    await dialog.getByLabel('Amount').fill('twelve');
    await dialog.getByRole('button', { name: 'Record payment' }).click();
    await dialog.getByLabel('Amount').and(page.locator('[aria-invalid=true]:focus')).waitFor();
    const pasted = '9'.repeat(80);
    await dialog.getByLabel('Amount').fill(pasted);
    await dialog.getByRole('button', { name: 'Record payment' }).click();
    await dialog.getByText('at most 60 characters, not 80').waitFor();
    expect(await dialog.getByLabel('Amount').inputValue()).toBe(pasted);
    await dialog.getByLabel('Amount').fill('200');
    await dialog.getByLabel('How it came').selectOption('Cash');
    await dialog.getByRole('button', { name: 'Record payment' }).click();
    await page.getByRole('heading', { level: 1, name: / Paid/ }).waitFor();
    await summary(page, 'Of that outside', '$200.00');
    expect(inputOf(server, 'invoice.recordOutside')).toMatchObject({ id: 'i', amount: '200', method: 'cash' });
    await page.getByRole('button', { name: 'Undo: $200.00 paid outside' }).click();
    await page.getByRole('heading', { level: 1, name: /Part paid/ }).waitFor();
    await page.getByRole('button', { name: 'Restore: $200.00 paid outside' }).click();
    await page.getByRole('heading', { level: 1, name: / Paid/ }).waitFor();
  });

  test('credit note: too much is refused at the amount; it is sent, and all that is left can be credited', async () => {
    const { page, server } = await openInvoice([]);
    await choose(page, 'Credit note…');
    const dialog = page.getByRole('dialog', { name: `Credit ${number}` });
    await dialog.getByText('$1,200.00').waitFor();
    await dialog.getByLabel('Part of it').check();
    await dialog.getByLabel('Amount').fill('1300');
    await dialog.getByRole('button', { name: 'Write credit note' }).click();
    await dialog.getByText('more than is left to credit').waitFor();
    await dialog.getByLabel('Amount').and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Amount').fill('200');
    await dialog.getByLabel('Reason').fill('One day less');
    await dialog.getByRole('button', { name: 'Write credit note' }).click();
    await page.getByText('Takes $200.00 off what is due.').waitFor();
    await summary(page, 'Remaining', '$1,000.00');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^PDF of Credit note CN-/ }).click();
    expect((await download).suggestedFilename()).toBe('Credit note.pdf');
    await page.getByRole('button', { name: /^Send Credit note CN-/ }).click();
    const sending = page.getByRole('dialog', { name: 'Send credit note' });
    await sending.getByLabel('Send to').fill('nobody');
    await sending.getByRole('button', { name: 'Send now' }).click();
    await sending.getByText(/is not an email address/).waitFor();
    await sending.getByLabel('Send to').fill('books@client.example');
    await sending.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('On its way').waitFor();
    expect(inputOf(server, 'creditNote.send')).toEqual({ id: 'adjustment-1', to: 'books@client.example' });
    await choose(page, 'Credit note…');
    await dialog.getByText('$1,000.00').waitFor();
    await dialog.getByRole('button', { name: 'Write credit note' }).click();
    await page.getByRole('heading', { level: 1, name: /Credited/ }).waitFor();
    expect(inputOf(server, 'invoice.credit')).toEqual({ id: 'i', amount: null, reason: '' });
  });

  test('write-off: with its reason, and back from the toast', async () => {
    const { page, server } = await openInvoice([]);
    await choose(page, 'Write off…');
    const dialog = page.getByRole('dialog', { name: `Write off ${number}?` });
    await dialog.getByLabel('Reason').fill('Bankrupt');
    await dialog.getByRole('button', { name: 'Write off' }).click();
    await page.getByRole('heading', { level: 1, name: /Uncollectible/ }).waitFor();
    expect(inputOf(server, 'invoice.writeOff')).toEqual({ id: 'i', reason: 'Bankrupt' });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /Open/ }).waitFor();
  });

  test('receipt: as a PDF and by email', async () => {
    const { page, server } = await openInvoice([data.payment(120_000n, { state: 'final' }, verified)]);
    const download = page.waitForEvent('download');
    await choose(page, 'Receipt as PDF');
    expect((await download).suggestedFilename()).toBe('Receipt.pdf');
    await choose(page, 'Send receipt…');
    await page.getByRole('dialog', { name: 'Send receipt' }).getByRole('button', { name: 'Send now' }).click();
    await page.getByText('On its way').waitFor();
    expect(inputOf(server, 'invoice.sendReceipt')).toEqual({ id: 'i', to: 'accounts0@client.example' });
  });
});

describe('payments', () => {
  test('an assumed one is told as such, goes off by one click, and comes back by another', async () => {
    const { page, server } = await openInvoice([data.payment(120_000n, { rule: 'assumed' }, verified)]);
    await page.getByText('Assumed: it came without its tail').waitFor();
    await page.getByText('Paid, not final yet').waitFor();
    await page.getByRole('button', { name: 'This is not for this invoice' }).click();
    await page.getByRole('heading', { level: 1, name: /Open/ }).waitFor();
    expect(inputOf(server, 'transfer.assign')).toMatchObject({ parts: [] });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: / Paid/ }).waitFor();
  });

  test('late, unreported and assigned are words; final is told apart from paid; a tolerance is undone', async () => {
    const payments = [
      { ...data.payment(60_000n, { state: 'final', late: true }, verified), unreported: true },
      data.payment(59_900n, { state: 'final', rule: 'manual', txHash: `0x${'e'.repeat(64)}` }, verified),
    ];
    const { page } = await openInvoice(payments, [data.adjustment('tolerance', 'tolerance', '100')]);
    for (const words of [
      'Late: it came after the due date.',
      'Unreported: your own endpoint found it',
      'Assigned by you.',
      'Final: no reorganisation',
      '$1.00 short, let go by your settings',
      'checked through block 1,284',
    ])
      await page.getByText(words).waitFor();
    await page.getByRole('heading', { level: 1, name: /Paid Final/ }).waitFor();
    await summary(page, 'Let go', '$1.00');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Undo: Within your tolerance' }).click();
    await page.getByRole('heading', { level: 1, name: /Part paid/ }).waitFor();
    await summary(page, 'Remaining', '$1.00');
  });

  test('an assignment is taken back, and its word restored', async () => {
    const paid = data.payment(120_000n, { rule: 'manual' }, verified);
    const { symbol, decimals, chainName } = paid;
    const { chainId, txHash, units, to } = paid.payment;
    const transfer = { chainId, chainName, txHash, explorerUrl: null, symbol, decimals, units, to };
    const word = {
      ...data.adjustment('word', 'assignment', '120000'),
      transfer: { ...transfer, verification: verified },
    };
    const { page, server } = await openInvoice([paid], [word]);
    server.state.transfers.set(paid.payment.key, { key: paid.payment.key } as never);
    await page.getByRole('button', { name: 'Undo the assignment' }).click();
    await page.getByRole('heading', { level: 1, name: /Open/ }).waitFor();
    expect(inputOf(server, 'transfer.undo')).toEqual({ key: paid.payment.key });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => inputOf(server, 'adjustment.restore')).toEqual({ id: 'word' });
  });
});
