import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { expectState, publishInvoice } from './owner-steps.ts';
import { expectBadge, readTransfer, send } from './payer-steps.ts';

/** Nothing on a page that could not open its invoice may be paid or name an address. */
async function expectNothingToPay(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /pay|wallet/i })).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText(/0x[0-9a-f]{40}/i);
}

test('a key of another invoice, a cut key, none, and a link that never was', async ({ owner, openLink }) => {
  const first = await publishInvoice(owner.page, { amount: '10.00' });
  const second = await publishInvoice(owner.page, { amount: '20.00' });
  const [address] = first.link.split('#');
  const wrong = await openLink(`${address}#${second.link.split('#')[1]}`);
  await expect(wrong.getByRole('heading', { level: 1 })).toHaveText('This key does not open the invoice');
  await expectNothingToPay(wrong);
  const cut = await openLink(first.link.slice(0, -5));
  await expect(cut.getByRole('heading', { level: 1 })).toHaveText('The link is not complete');
  await expectNothingToPay(cut);
  const none = await openLink(address ?? '');
  await expect(none.getByRole('heading', { level: 1 })).toHaveText('The link is not complete');
  await expectNothingToPay(none);
  const never = await openLink(first.link.replace(/\/i\/[^#]{22}/, `/i/${'A'.repeat(22)}`));
  await expect(never.getByRole('heading', { level: 1 })).toHaveText('No invoice at this address');
  await expectNothingToPay(never);
});

test('a ciphertext that was changed in the relay’s database is refused', async ({ world, owner, openLink }) => {
  const { link } = await publishInvoice(owner.page);
  const id = new URL(link).pathname.split('/').at(-1) ?? '';
  const database = new DatabaseSync(world.relayDatabase, { timeout: 5_000 });
  const row = database.prepare('select sealed_invoice as sealed from links where id = ?').get(id);
  const sealed = String(row?.['sealed']);
  const place = Math.floor(sealed.length / 2);
  const other = sealed[place] === 'A' ? 'B' : 'A';
  const changed = sealed.slice(0, place) + other + sealed.slice(place + 1);
  database.prepare('update links set sealed_invoice = ? where id = ?').run(changed, id);
  database.close();
  const page = await openLink(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invoice was altered on its way');
  await expectNothingToPay(page);
});

test('a void invoice says so under the payer’s eyes, and asks again when it is reinstated', async ({
  owner,
  openLink,
}) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  await expectBadge(payer, 'Awaiting payment');
  await owner.page.getByRole('button', { name: 'More actions' }).click();
  await owner.page.getByRole('menuitem', { name: 'Void' }).click();
  await owner.page.getByRole('button', { name: 'Void invoice' }).click();
  await expectState(owner.page, 'Void');
  await expectBadge(payer, 'Void');
  await expect(payer.getByText('This invoice has been withdrawn')).toBeVisible();
  await expectNothingToPay(payer);
  const later = await openLink(link);
  await expectBadge(later, 'Void');
  await owner.page.getByRole('button', { name: 'Reinstate' }).click();
  await expectState(owner.page, 'Open');
  await expectBadge(payer, 'Awaiting payment');
  await expect(payer.getByRole('button', { name: /^Practice wallet/ })).toBeVisible();
});

test('a link that is paid already shows the receipt and asks for nothing', async ({ world, owner, openLink }) => {
  const { link } = await publishInvoice(owner.page);
  await send(world, await readTransfer(await openLink(link)));
  await world.mine(3);
  await expectState(owner.page, 'Paid');
  const later = await openLink(link);
  await expectBadge(later, 'Paid');
  await expect(later.getByRole('region', { name: 'Paid' })).toContainText('$1,200.00');
  await expect(later.getByRole('heading', { name: /^Pay / })).toHaveCount(0);
  await expect(later.getByRole('tab')).toHaveCount(0);
});
