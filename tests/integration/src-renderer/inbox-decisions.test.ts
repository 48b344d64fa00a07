import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { addInvoice, type ScriptedState } from '../../helpers/scripted-engine.ts';
import { issue } from '../../helpers/scripted-invoices.ts';
import { fillInbox } from '../../helpers/scripted-transfers.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();
const filled = { invoices: 40, transfers: 14 };

const assigned = (state: ScriptedState): unknown[] =>
  state.calls.filter(({ name }) => name === 'transfer.assign').map(({ input }) => input);
const rows = (page: Page) => page.getByRole('list', { name: 'Transfers', exact: true }).getByRole('button');

async function addPart(page: Page, label: string, number: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(number);
  await page.getByRole('option', { name: new RegExp(number) }).click();
}

describe('what a transfer is worth', () => {
  test('is for the terms to say where they name the token, in whatever currency the invoice is', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    const invoice = addInvoice(server.state, 'euro', {});
    issue(server.state, invoice, 'INV-2026-0900');
    const signed = invoice.view.signed;
    if (signed) signed.payable.invoice.currency = 'EUR';
    server.state.changed();
    await rows(page).first().click();
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    await addPart(page, 'Invoice', '0900');
    await page.getByText('All of it is assigned.').waitFor();
    expect(await page.getByRole('textbox', { name: /^Worth for/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('Assigned to INV-2026-0900').waitFor();
    expect(assigned(server.state)).toMatchObject([{ parts: [{ invoiceId: 'euro', units: '137010000', value: null }] }]);
  });

  test('is asked for once the engine finds that the terms do not name it, at the part that lacks it', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await rows(page).nth(2).click();
    await page.getByRole('heading', { name: '250.00 USDC' }).waitFor();
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    await addPart(page, 'Invoice', '0037');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('Say what the part is worth').waitFor();
    const worth = page.getByRole('textbox', { name: /^Worth for .*-0037/ });
    await worth.fill('249.50');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByRole('link', { name: 'Inbox 13 to decide' }).waitFor();
    expect(assigned(server.state).at(-1)).toMatchObject({ parts: [{ units: '250000000', value: '24950' }] });
    await page.getByRole('link', { name: 'Assigned' }).click();
    await page.getByText('250.00 USDC, counted as $249.50').waitFor();
  });
});

describe('what was decided', () => {
  test('is undone from its list, and that is undone in the toast with the same parts', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await page
      .getByRole('button', { name: /^Assign to/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Assigned' }).click();
    await page.getByRole('article').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Nothing was assigned by hand').waitFor();
    await page.locator('.toast', { hasText: 'Undone' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('137.01 USDC, counted as $137.01').waitFor();
    const [first, again] = assigned(server.state);
    expect(again).toMatchObject({ parts: [{ units: '137010000' }] });
    expect((again as { key: string }).key).toBe((first as { key: string }).key);
  });

  test('is changed from internal to an invoice without a way round', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await page.getByRole('button', { name: 'Mark internal' }).click();
    await page.getByRole('link', { name: 'Internal' }).click();
    await page.getByRole('button', { name: 'Assign after all…' }).click();
    await addPart(page, 'Invoice', '0037');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('No transfers of your own').waitFor();
    expect(assigned(server.state)).toHaveLength(1);
  });
});

describe('a row of the inbox', () => {
  test('tells chain and standing, and a token that only calls itself by a known name', async () => {
    const { page } = await world.open(filled, '#/inbox');
    await rows(page).nth(1).filter({ hasText: 'Confirming 1/3' }).waitFor();
    await rows(page)
      .nth(2)
      .filter({ hasText: /From 0x.*Base/ })
      .waitFor();
    await rows(page).nth(3).filter({ hasText: 'unknown token' }).waitFor();
    await rows(page).nth(5).filter({ hasText: 'Reversed' }).waitFor();
  });

  test('opens with the sender’s address to copy, and to look up where the chain has an explorer', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await rows(page).nth(2).click();
    await page.getByRole('heading', { name: '250.00 USDC' }).waitFor();
    const from = [...server.state.transfers.values()][2]?.from ?? '';
    const explorer = page.getByRole('link', { description: 'From' });
    expect((await explorer.getAttribute('href'))?.toLowerCase()).toContain(from);
    await page.getByRole('button', { name: 'Copy', description: 'From' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(from);
  });
});

describe('a list that cannot be read', () => {
  test('says so and is there again at a press', async () => {
    const { page, server } = await world.open({});
    server.state.isInboxBroken = true;
    fillInbox(server.state, 1);
    await page.getByRole('link', { name: /^Inbox/ }).click();
    await page.getByRole('alert').getByText('The transfers cannot be shown').waitFor();
    await expectAccessible(page);
    server.state.isInboxBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows(page).first().waitFor();
  });
});
