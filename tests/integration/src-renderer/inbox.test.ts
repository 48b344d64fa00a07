import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { minutesAgo } from '../../helpers/scripted-data.ts';
import { addInvoice, type ScriptedState } from '../../helpers/scripted-engine.ts';
import { issue } from '../../helpers/scripted-invoices.ts';
import { fillInbox } from '../../helpers/scripted-transfers.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();
const filled = { invoices: 40, transfers: 14 };

const callsOf = (state: ScriptedState, name: string): unknown[] =>
  state.calls.filter((call) => call.name === name).map(({ input }) => input);
const waiting = (page: Page, count: number): Promise<void> =>
  page.getByRole('link', { name: `Inbox ${count} to decide` }).waitFor();
const rows = (page: Page) => page.getByRole('list', { name: 'Transfers', exact: true }).getByRole('button');

async function addPart(page: Page, label: string, number: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(number);
  await page.getByRole('option', { name: new RegExp(number) }).click();
}

describe('a transfer that waits', () => {
  test('is assigned by one click where something speaks for an invoice, and back by one in the toast', async () => {
    const { page, server, errors } = await world.open(filled);
    await waiting(page, 14);
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.getByText('This payer has paid this client’s invoices before.').waitFor();
    const [transfer] = [...server.state.transfers.values()];
    const suggestion = transfer?.suggestions[0];
    await page.getByRole('button', { name: `Assign to ${suggestion?.number}` }).click();
    await waiting(page, 13);
    // The next one is open, and the keyboard is in the list.
    await rows(page).first().and(page.locator(':focus')).waitFor();
    await page.getByRole('heading', { name: /^545\.54/ }).waitFor();
    const part = { invoiceId: suggestion?.invoiceId, units: transfer?.units, value: null };
    expect(callsOf(server.state, 'transfer.assign')).toEqual([{ key: transfer?.key, parts: [part] }]);
    await page.getByText(`Assigned to ${suggestion?.number}`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await waiting(page, 14);
    expect(errors).toEqual([]);
  });

  test('is split over two invoices, which may not come to more than it holds', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 137.01 USDC' });
    await dialog.getByLabel('Invoice', { exact: true }).fill('0037');
    await page.getByRole('option', { name: /-0037/ }).click();
    await dialog.getByLabel('Another invoice').fill('0036');
    await page.getByRole('option', { name: /-0036/ }).click();
    await dialog.getByRole('button', { name: 'Split over 2' }).click();
    await dialog.getByText('No amount is given').waitFor();
    await dialog.getByRole('textbox', { name: /^Amount for .*-0036/ }).fill('37.0100005');
    await dialog.getByText('more decimals than USDC allows').waitFor();
    await dialog.getByRole('textbox', { name: /^Amount for .*-0036/ }).fill('37.01');
    await dialog.getByText('37.01 USDC more than the transfer holds').waitFor();
    await dialog.getByRole('button', { name: 'Split over 2' }).click();
    expect(callsOf(server.state, 'transfer.assign')).toEqual([]);
    await dialog.getByRole('textbox', { name: /^Amount for .*-0037/ }).fill('99');
    await dialog.getByText('1.00 USDC left over, which pays no invoice').waitFor();
    await dialog.getByRole('button', { name: 'Split over 2' }).click();
    await page.getByText('Split over 2 invoices').waitFor();
    expect(callsOf(server.state, 'transfer.assign')).toMatchObject([
      { parts: [{ units: '99000000' }, { units: '37010000' }] },
    ]);
    await page.getByRole('link', { name: 'Assigned' }).click();
    await page.getByText('99.00 USDC, counted as $99.00').waitFor();
    await page.getByRole('button', { name: 'Change…' }).click();
    expect(await page.getByRole('textbox', { name: /^Amount for .*-0037/ }).inputValue()).toBe('99.00');
  });

  test('asks what a token is worth that the invoice does not name', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    await rows(page).nth(3).click();
    await page.getByText('This contract calls itself USDC and is not').waitFor();
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Assign/ });
    await dialog.getByLabel('Invoice', { exact: true }).fill('0037');
    await page.getByRole('option', { name: /-0037/ }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    const worth = dialog.getByRole('textbox', { name: /^Worth for/ });
    await worth.and(page.locator(':focus')).waitFor();
    await worth.fill('0.75');
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await waiting(page, 13);
    expect(callsOf(server.state, 'transfer.assign')).toMatchObject([{ parts: [{ value: '75' }] }]);
  });

  test('is marked internal, found in its list, and undone there', async () => {
    const { page } = await world.open(filled, '#/inbox');
    await page.getByRole('button', { name: 'Mark internal' }).click();
    await waiting(page, 13);
    await page.getByRole('link', { name: 'Internal' }).click();
    await page.getByText('You marked it internal: it pays no invoice.').waitFor();
    await page.getByRole('article').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('No transfers of your own').waitFor();
    await waiting(page, 14);
  });

  test('cannot be assigned once the chain took it back, and says when an endpoint disagrees', async () => {
    const { page } = await world.open(filled, '#/inbox');
    await rows(page).nth(5).click();
    await page.getByText('The chain took its block back').waitFor();
    expect(await page.getByRole('button', { name: 'Mark internal' }).isDisabled()).toBe(true);
    await rows(page).nth(6).click();
    await page.getByText('Your endpoint knows no such log in block 1281.').waitFor();
  });
});

describe('the inbox', () => {
  test('keeps a transfer that the engine refuses to assign, and says why', async () => {
    const { page, server } = await world.open(filled, '#/inbox');
    const [transfer] = [...server.state.transfers.values()];
    const assign = page.getByRole('button', { name: `Assign to ${transfer?.suggestions[0]?.number}` });
    await assign.waitFor();
    server.state.transfers.delete(transfer?.key ?? '');
    await assign.click();
    await page.getByText('There is no such transfer.').first().waitFor();
    expect(await assign.isEnabled()).toBe(true);
    await expectAccessible(page);
  });

  test('says what keeps a chain from being read', async () => {
    const { page, server } = await world.open({}, '#/inbox');
    const trouble = 'both endpoints answer 429 (too many requests)';
    const slow = { chainId: 42161, checkedThrough: '301123450', checkedAt: minutesAgo(5), trouble: null };
    const silent = { chainId: 8453, checkedThrough: null, checkedAt: null, trouble };
    server.state.workspace = {
      ...server.state.workspace,
      chains: [
        { ...silent, finalized: null, status: 'unreachable' },
        { ...slow, finalized: null, status: 'catching-up' },
      ],
    };
    server.state.changed();
    await page.getByText(`not checked yet; ${trouble}`).waitFor();
    await page.getByText('checked through block 301,123,450, 5 minutes ago; catching up').waitFor();
    await page.getByRole('button', { name: /^Online/ }).click();
    await page.getByRole('dialog').getByRole('cell', { name: 'block 301,123,450' }).waitFor();
  });

  test('is walked by arrow keys, holds the newest 200, and says how far the chains were read', async () => {
    const { page } = await world.open({ invoices: 40, transfers: 260 }, '#/inbox');
    await page.getByText('The newest 200 of 260').waitFor();
    await page.getByText('checked through block 1,284').waitFor();
    await rows(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: /^545\.54/ }).waitFor();
    await page.keyboard.press('End');
    await rows(page).nth(199).and(page.locator(':focus')).waitFor();
  });

  test('says what would be there when nothing is', async () => {
    const { page } = await world.open({}, '#/inbox');
    await page.getByText('Nothing waits for you').waitFor();
    await page.getByRole('link', { name: 'Assigned' }).click();
    await page.getByText('Nothing was assigned by hand').waitFor();
  });

  test('holds to WCAG 2.2 AA, light and dark', async () => {
    const { page } = await world.open(filled, '#/inbox');
    await page.getByText('It may belong to').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
    await rows(page).nth(6).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    await page.getByLabel('Invoice', { exact: true }).fill('0037');
    await page.getByRole('option', { name: /-0037/ }).click();
    await page.getByText('All of it is assigned.').waitFor();
    await expectAccessible(page);
  });
});

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
    expect(callsOf(server.state, 'transfer.assign')).toMatchObject([
      { parts: [{ invoiceId: 'euro', units: '137010000', value: null }] },
    ]);
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
    expect(callsOf(server.state, 'transfer.assign').at(-1)).toMatchObject({
      parts: [{ units: '250000000', value: '24950' }],
    });
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
    const [first, again] = callsOf(server.state, 'transfer.assign');
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
    expect(callsOf(server.state, 'transfer.assign')).toHaveLength(1);
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
