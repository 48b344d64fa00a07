import { expect, test } from './fixtures.ts';
import { expectState, openInvoice, publishInvoice } from './owner-steps.ts';
import { expectBadge, readTransfer, send } from './payer-steps.ts';

test('money that no rule credits is assigned from the inbox, the rest came in cash, and both are undone', async ({
  world,
  owner,
  openLink,
}) => {
  const { page } = owner;
  const { link, number } = await publishInvoice(page);
  const payer = await openLink(link);
  const { token, to } = await readTransfer(payer);
  await send(world, { token, to, units: 1_190_000_000n });
  await world.mine(3);

  await page.getByRole('link', { name: /^Inbox/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
  await expect(page.getByText('1,190.00 USDC').first()).toBeVisible();
  await page.getByRole('button', { name: /^Assign/ }).click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await openInvoice(page, number);
  await expectState(page, 'Part paid');
  await expect(payer.getByText('$10.00 is still missing')).toBeVisible();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Record payment outside…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Amount')).toHaveValue('10.00');
  await dialog.getByRole('button', { name: 'Record payment' }).click();
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Settled');

  await page.getByRole('button', { name: /^Undo: \$10\.00 paid outside/ }).click();
  await expectState(page, 'Part paid');
  await expect(payer.getByText('$10.00 is still missing')).toBeVisible();
  await page.getByRole('button', { name: 'Undo the assignment' }).click();
  await expectState(page, 'Open');
  await expectBadge(payer, 'Awaiting payment');
});
