import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { PaymentView } from '../../../shared/app-api/views.ts';
import * as data from '../../helpers/scripted-data.ts';
import { addInvoice, type ScriptedState } from '../../helpers/scripted-engine.ts';
import { issue, settle } from '../../helpers/scripted-invoices.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();
const checked = { status: 'verified', detail: '', checkedAt: data.minutesAgo(0) } as const;

/** Opens an issued invoice over 1,200.00 with these payments. */
async function openInvoice(...payments: PaymentView[]) {
  const opened = await world.open();
  const { page, server } = opened;
  const invoice = addInvoice(server.state, 'i', {});
  issue(server.state, invoice, 'INV-2026-0001');
  settle(invoice, payments);
  server.state.changed();
  await page.goto(`${server.url}#/invoices/i`);
  return opened;
}

const inputOf = (state: ScriptedState, name: string): unknown =>
  state.calls.findLast((call) => call.name === name)?.input;
const heading = (page: Page, name: RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('what an owner puts right', () => {
  test('a surplus is sent back: the refund names its transaction, waits for its check, is undone and restored', async () => {
    const { page, server, errors } = await openInvoice(data.payment(130_000n, {}, checked));
    await page.getByText('$100.00 too much.').waitFor();
    await page.getByRole('button', { name: 'Record refund…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Record a refund' });
    await dialog.getByLabel('Transaction hash').fill('0x1234');
    await dialog.getByRole('button', { name: 'Record refund' }).click();
    await dialog.getByText('A transaction hash begins with 0x and has 64 digits after it.').waitFor();
    const txHash = `0x${'d'.repeat(64)}`;
    await dialog.getByLabel('Transaction hash').fill(` ${txHash} `);
    await dialog.getByLabel('Note').fill('Paid twice');
    await dialog.getByRole('button', { name: 'Record refund' }).click();
    const list = page.getByRole('region', { name: 'Put right by you' });
    await list.getByText('Counts once it is checked and confirmed').waitFor();
    await list.getByText('Your own check is under way').waitFor();
    expect(inputOf(server.state, 'invoice.recordRefund')).toEqual({
      id: 'i',
      chainId: 31337,
      txHash,
      note: 'Paid twice',
    });
    await list.getByRole('button', { name: 'Undo: Refund' }).click();
    await list.getByText('Undone: it counts for nothing').waitFor();
    await list.getByRole('button', { name: 'Restore: Refund' }).click();
    await list.getByRole('button', { name: 'Undo: Refund' }).waitFor();
    expect(errors).toEqual([]);
  });

  test('cash settles it, with a note, and one click in the toast takes that back', async () => {
    const { page, server } = await openInvoice(data.payment(70_000n, {}, checked));
    await page.getByRole('button', { name: 'Paid outside…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Paid outside' });
    expect(await dialog.getByLabel('Amount').inputValue()).toBe('500.00');
    await dialog.getByLabel('Day it came').fill('2099-01-01');
    await dialog.getByLabel('How').selectOption('cash');
    await dialog.getByLabel('Note').fill('Handed over at the studio');
    await dialog.getByRole('button', { name: 'Record payment' }).click();
    await dialog.getByText('This day is still to come.').waitFor();
    await dialog.getByLabel('Day it came').fill(data.daysFromToday(-1));
    await dialog.getByRole('button', { name: 'Record payment' }).click();
    await heading(page, /Paid$/);
    await page.getByText('Handed over at the studio').waitFor();
    expect(inputOf(server.state, 'invoice.recordOutside')).toMatchObject({ amount: '500.00', method: 'cash' });
    await page.getByText('Recorded on INV-2026-0001').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await heading(page, /Part paid$/);
  });

  test('a credit note says at its field what is too much, and is kept as PDF and sent', async () => {
    const { page, server } = await openInvoice();
    await fromMenu(page, 'Credit note…');
    const dialog = page.getByRole('dialog', { name: 'Credit note' });
    await dialog.getByText('All of it: $1,200.00').waitFor();
    await dialog.getByRole('radio', { name: 'A part' }).check();
    const amount = dialog.getByLabel('Amount with tax');
    await amount.fill('5000');
    await dialog.getByRole('button', { name: 'Write credit note' }).click();
    await dialog.getByText('This is more than is left to credit.').waitFor();
    await amount.and(page.locator(':focus')).waitFor();
    await amount.fill('200');
    await dialog.getByLabel('Reason').fill('Late');
    await dialog.getByRole('button', { name: 'Write credit note' }).click();
    const list = page.getByRole('region', { name: 'Put right by you' });
    await list.getByText(/^Credit note CN-/).waitFor();
    const download = page.waitForEvent('download');
    await list.getByRole('button', { name: /^PDF of Credit note/ }).click();
    expect((await download).suggestedFilename()).toBe('Credit note.pdf');
    await list.getByRole('button', { name: /^Send Credit note/ }).click();
    const letter = page.getByRole('dialog', { name: /^Send credit note CN-/ });
    await letter.getByLabel('Send to').fill('other@client.example');
    await letter.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('On its way').waitFor();
    expect(inputOf(server.state, 'creditNote.send')).toMatchObject({ to: 'other@client.example' });
  });

  test('it is written off for a reason, and reinstated from the toast', async () => {
    const { page, server } = await openInvoice();
    await fromMenu(page, 'Write off…');
    const dialog = page.getByRole('dialog', { name: 'Write off INV-2026-0001?' });
    await dialog.getByLabel('Reason').fill('Out of business');
    await dialog.getByRole('button', { name: 'Write off' }).click();
    await heading(page, /Uncollectible$/);
    expect(inputOf(server.state, 'invoice.writeOff')).toEqual({ id: 'i', reason: 'Out of business' });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await heading(page, /Open$/);
  });

  test('a receipt is offered once it is paid, as PDF and by email', async () => {
    const { page, server } = await openInvoice(data.payment(120_000n, {}, checked));
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Receipt PDF' }).click();
    expect((await download).suggestedFilename()).toBe('Receipt.pdf');
    await page.getByRole('button', { name: 'Send receipt…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send receipt' });
    await dialog.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('On its way').waitFor();
    expect(inputOf(server.state, 'invoice.sendReceipt')).toEqual({ id: 'i', to: 'accounts0@client.example' });
  });
});

describe('what is said of payments', () => {
  test('paid and final are told apart', async () => {
    const { page, server } = await openInvoice(data.payment(120_000n, {}, checked));
    await page.getByText('Paid, not final yet').waitFor();
    const invoice = server.state.invoices.get('i');
    if (!invoice) throw new Error('The invoice is gone');
    settle(invoice, [data.payment(120_000n, { state: 'final' }, checked)]);
    server.state.changed();
    await page.getByText('Paid and final: no reorganisation can take it back.').waitFor();
  });

  test('an assumed one says so and is taken off by one click, into the inbox and back', async () => {
    const { page, server } = await openInvoice(data.payment(120_000n, { rule: 'assumed' }, checked));
    await page.getByText('Assumed: the amount lacks its tail').waitFor();
    await page.getByRole('button', { name: 'Take off this invoice' }).click();
    await heading(page, /Open$/);
    await page.getByRole('link', { name: 'Inbox 1 to decide' }).waitFor();
    expect(inputOf(server.state, 'transfer.assign')).toMatchObject({ parts: [] });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await heading(page, /Paid$/);
  });

  test('one that the relay hid, one that moved and one by the owner’s word are told; it goes to another invoice', async () => {
    const hidden = { ...data.payment(60_000n, {}, checked), unreported: true };
    const moved = data.payment(60_000n, { key: 'moved', state: 'reversed' }, checked);
    const { page, server } = await openInvoice(hidden, { ...moved, movedTo: hidden.payment.key });
    await page.getByText('The relay has not told of it').waitFor();
    await page.getByText('The same transfer is in another block now').waitFor();
    const other = addInvoice(server.state, 'o', {});
    issue(server.state, other, 'INV-2026-0002');
    server.state.changed();
    await page.getByRole('button', { name: 'Move or split…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 600.00 USDC' });
    await dialog.getByLabel('Invoice', { exact: true }).fill('0002');
    await page.getByRole('option', { name: /-0002/ }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('Assigned to INV-2026-0002').waitFor();
    await page.goto(`${server.url}#/invoices/o`);
    await page.getByText('Assigned by you').waitFor();
    await page.getByRole('button', { name: 'Undo assignment' }).click();
    await page.getByText('None yet.').waitFor();
  });

  test('the page and its dialogs hold to WCAG 2.2 AA, light and dark', async () => {
    const { page, server } = await openInvoice(data.payment(130_000n, { rule: 'assumed', late: true }, checked));
    const invoice = server.state.invoices.get('i');
    if (!invoice) throw new Error('The invoice is gone');
    const note = { ...data.adjustment('c', 'credit-note', '2500'), number: 'CN-2026-0001', note: 'Late' };
    const undone = { ...data.adjustment('o', 'paid-outside', '1000'), undone: true, isCounted: false };
    invoice.view = { ...invoice.view, adjustments: [note, undone] };
    settle(invoice, invoice.view.payments);
    server.state.changed();
    await page.getByText('Undone: it counts for nothing').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
    await page.getByRole('button', { name: 'Record refund…' }).click();
    await page.getByRole('button', { name: 'Record refund', exact: true }).click();
    await expectAccessible(page);
  });
});
