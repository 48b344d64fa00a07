import type { Page } from '@playwright/test';
import { findViolations } from '../helpers/find-violations.ts';
import { finishAnimations } from '../helpers/finish-animations.ts';
import { expect, test } from './fixtures.ts';
import { expectState, linkOf, openInvoice, plainDraft, publishInvoice, writeDraft } from './owner-steps.ts';
import { readTransfer, send } from './payer-steps.ts';

test('every screen holds to WCAG 2.2 AA, light and dark, as far as axe can tell', async ({
  world,
  owner,
  openDevice,
  openLink,
}) => {
  test.slow();
  const fresh = await openDevice();
  await expectAccessible(fresh.page);
  await fresh.page.getByRole('button', { name: 'Set up my workspace' }).click();
  await expectAccessible(fresh.page);
  const { page } = owner;
  await expectAccessible(page);
  const { number, link } = await publishInvoice(page);
  await expectAccessible(page);
  const payer = await openLink(link);
  await expectAccessible(payer);
  const transfer = await readTransfer(payer);
  await expectAccessible(payer);
  await send(world, transfer);
  await expectState(page, /^(Seen|Confirming 1\/3)$/);
  await expectAccessible(payer);
  await world.mine(3);
  await expectState(page, 'Paid');
  await expectAccessible(page);
  await expect(payer.locator('.badge').first()).toHaveText('Paid');
  await expectAccessible(payer);
  await expectAccessible(await openLink(link.slice(0, -5)));
  await writeDraft(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Issue and send' }).click();
  await page.getByRole('dialog', { name: 'Issue and send' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  for (const name of ['Contacts', 'Settings', 'Invoices']) {
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await expectAccessible(page);
  }
  await openInvoice(page, number);
});

test('the main job by keyboard alone', async ({ world, openDevice, openLink }) => {
  const { page } = await openDevice();
  await tabTo(page, 'button', 'Set up my workspace');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textbox', 'Name');
  await page.keyboard.type('Ada Lindqvist Studio');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /money|wallet|paid/i }).waitFor();
  await tabTo(page, 'button', 'Continue');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Recovery phrase' }).waitFor();
  await tabTo(page, 'button', 'Do this later');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
  await page.keyboard.press('n');
  await page.getByRole('heading', { level: 1, name: 'New invoice' }).waitFor();
  await tabTo(page, 'textbox', 'Client email');
  await page.keyboard.type(plainDraft.email);
  await tabTo(page, 'textbox', 'Description');
  await page.keyboard.type(plainDraft.description);
  await tabTo(page, 'textbox', 'Amount');
  await page.keyboard.type(plainDraft.amount);
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Issue and send' });
  await dialog.waitFor();
  await tabTo(page, 'button', 'Issue and send');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /INV-/ }).waitFor();
  await expect(page.getByText('Email sent')).toBeVisible();

  const payer = await openLink(await linkOf(page));
  await tabTo(payer, 'button', /^Practice wallet/);
  await payer.keyboard.press('Enter');
  await payer.getByRole('button', { name: /^Pay [\d,.]+ USDC/ }).waitFor();
  await tabTo(payer, 'button', /^Pay [\d,.]+ USDC/);
  await payer.keyboard.press('Enter');
  await payer.getByRole('dialog', { name: 'Send this payment?' }).waitFor();
  await tabTo(payer, 'button', 'Confirm');
  await payer.keyboard.press('Enter');
  await expectState(page, /^(Seen|Confirming 1\/3)$/);
  await world.mine(3);
  await expectState(page, 'Paid');
  await expect(payer.locator('.badge').first()).toHaveText('Paid');
});

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await finishAnimations(page);
    expect(await findViolations(page), `${await page.title()}, ${colorScheme}`).toEqual([]);
  }
}

/** Presses Tab until the control has the focus, as a person without a mouse does; gives up after a round. */
async function tabTo(page: Page, role: 'button' | 'textbox', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' }).and(page.locator(':focus'));
  for (let presses = 0; presses < 60; presses++) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${role} ${String(name)} cannot be reached with Tab.`);
}
