import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { UnmatchedView } from '../../../shared/app-api/views.ts';
import type { ScriptedState } from '../../helpers/scripted-engine.ts';
import { minutesAgo } from '../../helpers/scripted-data.ts';
import { listOf } from '../../helpers/scripted-inbox.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();

/** The n-th transfer of the scripted inbox, newest first; `fillInbox` says what each is. */
function transferAt(state: ScriptedState, n: number): UnmatchedView {
  const found = [...state.transfers.values()][n];
  if (!found) throw new Error(`The scripted inbox has no transfer ${n}`);
  return found;
}

function suggestionOf(state: ScriptedState, n: number): UnmatchedView['suggestions'][number] {
  const found = transferAt(state, n).suggestions[0];
  if (!found) throw new Error(`Transfer ${n} has no suggestion`);
  return found;
}

const row = (page: Page, n: number) => page.getByRole('list', { name: 'Transfers' }).getByRole('button').nth(n);

describe('a transfer that no rule credits', () => {
  test('is assigned to the likeliest invoice by one click, and taken back by one', async () => {
    const { page, server, errors } = await world.open({ invoices: 30, transfers: 7 }, '#/inbox');
    const { number, invoiceId, reasons } = suggestionOf(server.state, 0);
    await page.getByRole('link', { name: /^Inbox 7 to decide/ }).waitFor();
    for (const reason of reasons) await page.getByText(reason).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: `Assign to ${number}` }).click();
    await page.getByText(`Assigned to ${number}`).waitFor();
    await page.getByRole('link', { name: /^Inbox 6 to decide/ }).waitFor();
    expect(server.state.invoices.get(invoiceId)?.view.payments.at(-1)?.payment.rule).toBe('manual');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: /^Inbox 7 to decide/ }).waitFor();
    expect(transferAt(server.state, 0).assignment).toBeNull();
    expect(server.state.invoices.get(invoiceId)?.view.payments.map(({ payment }) => payment.rule)).not.toContain(
      'manual',
    );
    expect(errors).toEqual([]);
  });

  test('is split over several invoices, for no more than it holds', async () => {
    const { page, server, errors } = await world.open({ invoices: 30, transfers: 7 }, '#/inbox');
    const whole = transferAt(server.state, 2);
    expect(whole.units).toBe('250000000');
    await row(page, 2).click();
    await page.getByRole('button', { name: 'Choose or split…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 250.00 USDC' });
    const picker = dialog.getByRole('combobox');
    const names: string[] = [];
    for (const place of [0, 0]) {
      await picker.fill('INV');
      const option = page.getByRole('option').nth(place);
      names.push((await option.locator('.picked-number').textContent()) ?? '');
      await option.click();
    }
    const [first = '', second = ''] = names;
    await expectAccessible(page);
    await dialog.getByLabel(`Amount for ${first}`).fill('200');
    await dialog.getByLabel(`Amount for ${second}`).fill('60');
    await dialog.getByText('10.00 USDC more than the transfer holds').waitFor();
    await dialog.getByRole('button', { name: 'Split over 2' }).click();
    expect(server.state.calls.map(({ name }) => name)).not.toContain('transfer.assign');
    await dialog.getByLabel(`Amount for ${second}`).fill('40');
    await dialog.getByText('10.00 USDC left over').waitFor();
    await dialog.getByRole('button', { name: 'Split over 2' }).click();
    // These invoices do not name Base, so the owner says what the parts are worth; at par is offered.
    for (const number of names) {
      await dialog.getByLabel(`Worth for ${number}`).waitFor();
      await dialog.getByRole('button', { name: 'Split over 2' }).click();
    }
    await page.getByText('Split over 2 invoices').waitFor();
    expect(transferAt(server.state, 2).assignment?.parts.map(({ units, value }) => [units, value])).toEqual([
      ['200000000', '20000'],
      ['40000000', '4000'],
    ]);
    await page.getByRole('link', { name: 'Assigned' }).click();
    await page.getByRole('link', { name: first }).waitFor();
    await expectAccessible(page);
    await page.getByRole('region', { name: 'Your word on it' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Nothing was assigned by hand').waitFor();
    expect(listOf(transferAt(server.state, 2))).toBe('open');
    expect(errors).toEqual([]);
  });

  test('is marked internal, with a way back', async () => {
    const { page, server } = await world.open({ invoices: 9, transfers: 7 }, '#/inbox');
    await row(page, 2).click();
    await page.getByRole('button', { name: 'Mark internal' }).click();
    await page.getByText('Marked internal: it pays no invoice').waitFor();
    expect(listOf(transferAt(server.state, 2))).toBe('internal');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => listOf(transferAt(server.state, 2))).toBe('open');
  });

  test('that the chain took back cannot be assigned, and one that does not check out says so', async () => {
    const { page } = await world.open({ invoices: 9, transfers: 7 }, '#/inbox');
    await row(page, 5).click();
    await page.getByText('The chain took its block back').waitFor();
    expect(await page.getByRole('button', { name: 'Choose or split…' }).isDisabled()).toBe(true);
    await row(page, 6).click();
    await page.getByText('Your endpoint knows no such log in block 1281').waitFor();
    await expectAccessible(page);
  });

  test('that the engine refuses stays where it is, with the reason', async () => {
    const { page, server } = await world.open({ invoices: 30, transfers: 7 }, '#/inbox');
    const { number } = suggestionOf(server.state, 0);
    await page.getByRole('button', { name: `Assign to ${number}` }).waitFor();
    server.state.transfers.delete(transferAt(server.state, 0).key);
    await page.getByRole('button', { name: `Assign to ${number}` }).click();
    await page.getByText('There is no such transfer').first().waitFor();
  });
});

describe('the inbox', () => {
  test('is worked through by keyboard: the next one takes the place and the focus', async () => {
    const { page, server } = await world.open({ invoices: 30, transfers: 7 }, '#/inbox');
    await row(page, 0).focus();
    await page.keyboard.press('ArrowDown');
    await row(page, 1).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('End');
    await row(page, 6).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Home');
    const { number } = suggestionOf(server.state, 0);
    await page.getByRole('button', { name: `Assign to ${number}` }).press('Enter');
    await page.getByText('6 transfers').waitFor();
    await row(page, 0).and(page.locator(':focus')).waitFor();
    expect(await row(page, 0).getAttribute('aria-current')).toBe('true');
  });

  test('shows the newest two hundred, and says how many there are', async () => {
    const { page, errors } = await world.open({ invoices: 30, transfers: 420 }, '#/inbox');
    await page.getByText('The newest 200 of 420').waitFor();
    expect(await page.getByRole('list', { name: 'Transfers' }).getByRole('button').count()).toBe(200);
    expect(errors).toEqual([]);
  });

  test('with nothing in it says so, and how far each chain was read', async () => {
    const { page, server } = await world.open({ invoices: 3 }, '#/inbox');
    await page.getByText('Nothing waits for you').waitFor();
    await page.getByText('checked through block 1,284').waitFor();
    await page.getByRole('link', { name: /^Inbox$/ }).waitFor();
    const trouble = 'both endpoints answer 429 (too many requests)';
    server.state.workspace = {
      ...server.state.workspace,
      chains: [
        { chainId: 8453, checkedThrough: null, checkedAt: null, finalized: null, status: 'unreachable', trouble },
        {
          chainId: 42161,
          checkedThrough: '301123450',
          checkedAt: minutesAgo(5),
          finalized: null,
          status: 'catching-up',
          trouble: null,
        },
      ],
    };
    server.state.changed();
    await page.getByText(`not checked yet; ${trouble}`).waitFor();
    await page.getByText('checked through block 301,123,450, 5 minutes ago; catching up').waitFor();
    await expectAccessible(page);
    for (const [list, words] of [
      ['Assigned', 'Nothing was assigned by hand'],
      ['Internal', 'No transfers of your own'],
    ] as const) {
      await page.getByRole('link', { name: list }).click();
      await page.getByText(words).waitFor();
    }
  });
});
