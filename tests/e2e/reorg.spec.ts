import { expect, test } from './fixtures.ts';
import { expectState, publishInvoice } from './owner-steps.ts';
import { expectBadge, readTransfer, send } from './payer-steps.ts';

test.beforeEach(({ world }) => {
  test.skip(world.engine !== 'anvil', 'Only anvil can reorganise its chain.');
});

test('a payment that the chain takes back is taken back, and counts again when it comes again', async ({
  world,
  owner,
  openLink,
}) => {
  const { page } = owner;
  const { link } = await publishInvoice(page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  await send(world, transfer);
  await expectState(page, /^(Seen|Confirming 1\/3)$/);
  await expectBadge(payer, /^(Payment seen|Confirming)$/);

  await world.reorganise(1);
  await world.mine(1);
  await expectState(page, 'Open');
  await expect(page.locator('.timeline-label').getByText('Payment reversed')).toBeVisible();
  await expect(page.locator('.payment')).toContainText('Reversed by the chain');
  await expectBadge(payer, 'Payment reversed');
  await expect(payer.getByText('A payment was reversed')).toBeVisible();

  await send(world, transfer);
  await world.mine(3);
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Paid');
  await expect(payer.getByText('A payment was reversed')).toBeHidden();
});

test('an invoice that was Paid is unpaid again when the chain takes the payment back', async ({
  world,
  owner,
  openLink,
}) => {
  const { page } = owner;
  const { link } = await publishInvoice(page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  await send(world, transfer);
  await world.mine(3);
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Paid');

  await world.reorganise(5);
  await world.mine(1);
  await expectState(page, 'Open');
  await expect(page.locator('.timeline-label').getByText('No longer paid')).toBeVisible();
  await expectBadge(payer, 'Payment reversed');

  await send(world, transfer);
  await world.mine(3);
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Paid');
});
