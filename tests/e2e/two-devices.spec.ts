import { expect, test } from './fixtures.ts';
import { expectState, issue, openInvoice, publishInvoice, setUpWithPhrase, writeDraft } from './owner-steps.ts';
import { readTransfer, send } from './payer-steps.ts';

test('a second device is restored from the phrase, sees everything, and both go on from there', async ({
  world,
  openDevice,
  openLink,
}) => {
  const first = await openDevice();
  const words = await setUpWithPhrase(first.page);
  const { number, link } = await publishInvoice(first.page);
  await writeDraft(first.page, { description: 'A draft from the first device', email: 'draft@client.example' });
  await expect(first.page.getByText('Saved', { exact: true })).toBeVisible();

  const second = await openDevice();
  await second.page.getByRole('button', { name: 'Restore from recovery phrase' }).click();
  await second.page.getByLabel('Recovery phrase').fill([...words.slice(1), 'quittance'].join(' '));
  await second.page.getByRole('button', { name: 'Restore' }).click();
  await expect(second.page.locator('.field-problem')).toContainText('Word 24, "quittance", is not a recovery word');
  await second.page.getByLabel('Recovery phrase').fill(words.join(' '));
  await second.page.getByRole('button', { name: 'Restore' }).click();
  await openInvoice(second.page, number);
  await expectState(second.page, 'Open');
  await expect(second.page.getByLabel('Summary')).toContainText('$1,200.00');

  // The number series of the second device is its own.
  await writeDraft(second.page, { amount: '75.00' });
  const other = await issue(second.page, 'No email, just issue');
  expect(other).toMatch(/^INV-\d{4}-B0001$/);
  await openInvoice(first.page, other);
  await expectState(first.page, 'Open');

  await openInvoice(second.page, number);
  await openInvoice(first.page, number);
  await send(world, await readTransfer(await openLink(link)));
  await world.mine(3);
  await expectState(first.page, 'Paid');
  await expectState(second.page, 'Paid');
  await expect(second.page.locator('.payment')).toHaveCount(1);

  await second.page.getByRole('link', { name: /^Invoices/ }).click();
  await second.page.getByRole('row', { name: /Draft/ }).click();
  await expect(second.page.getByRole('textbox', { name: 'Description' })).toHaveValue('A draft from the first device');
});
