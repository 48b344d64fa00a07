import { lookAlikeTokenAddress } from '../../practice/chain/practice-tokens.ts';
import { expect, test } from './fixtures.ts';
import { expectState, openInvoice, publishInvoice } from './owner-steps.ts';
import {
  balanceOf,
  expectBadge,
  payWithPracticeWallet,
  readPayable,
  readTransfer,
  send,
  sendTogether,
  tagOf,
} from './payer-steps.ts';

test('the exact amount, sent by hand without a tag, pays the invoice', async ({ world, owner, openLink }) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  expect(transfer.to.toLowerCase()).toBe(owner.wallet.toLowerCase());
  // The tail that names the invoice is under one cent.
  expect(transfer.units - 1_200_000_000n).toBeGreaterThan(0n);
  expect(transfer.units - 1_200_000_000n).toBeLessThan(10_000n);
  const hash = await send(world, transfer);
  await expectBadge(payer, /^(Payment seen|Confirming)$/);
  await world.mine(3);
  await expectBadge(payer, 'Paid');
  await expectState(owner.page, 'Paid');
  await expect(owner.page.getByTitle(hash)).toBeVisible();
  expect(await balanceOf(world, transfer.token, owner.wallet)).toBe(transfer.units);
});

test('a wrong amount by hand is credited to nothing, and the right one after it pays', async ({
  world,
  owner,
  openLink,
}) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  await send(world, { ...transfer, units: transfer.units - 5_000_000n });
  await world.mine(3);
  // What came after it is credited, so the wrong amount has been read and left alone.
  await send(world, transfer);
  await world.mine(3);
  await expectState(owner.page, 'Paid');
  await expect(owner.page.locator('.payment')).toHaveCount(1);
  await expectBadge(payer, 'Paid');
});

test('a part and then the rest', async ({ world, owner, openLink }) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  const { token, to } = await readTransfer(payer);
  await send(world, { token, to, units: 500_000_000n }, await tagOf(link));
  await world.mine(3);
  await expectState(owner.page, 'Part paid');
  await expect(owner.page.locator('.settlement')).toContainText('$700.00');
  await expect(payer.getByText('$700.00 is still missing')).toBeVisible();
  await payer.getByRole('tab', { name: 'Browser wallet' }).click();
  await payWithPracticeWallet(payer);
  await world.mine(3);
  await expectBadge(payer, 'Paid');
  await expectState(owner.page, 'Paid');
  expect(await balanceOf(world, token, owner.wallet)).toBe(1_200_000_000n);
});

test('too much is shown as too much on both screens', async ({ world, owner, openLink }) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  await send(world, { ...transfer, units: 1_250_000_000n }, await tagOf(link));
  await world.mine(3);
  await expectState(owner.page, 'Overpaid');
  await expect(owner.page.locator('.settlement')).toContainText('$50.00');
  await expectBadge(payer, 'Paid, with a surplus');
  await expect(payer.getByText('$50.00 too much')).toBeVisible();
});

test('two transfers in one transaction settle two invoices', async ({ world, owner, openLink }) => {
  const first = await publishInvoice(owner.page, { amount: '100.00' });
  const second = await publishInvoice(owner.page, { amount: '250.00' });
  const transfers = [await readTransfer(await openLink(first.link)), await readTransfer(await openLink(second.link))];
  const hash = await sendTogether(world, transfers);
  await world.mine(3);
  await expectState(owner.page, 'Paid');
  await expect(owner.page.getByTitle(hash)).toBeVisible();
  await expect(owner.page.locator('.payment-amount')).toContainText('250.0');
  await openInvoice(owner.page, first.number);
  await expectState(owner.page, 'Paid');
  await expect(owner.page.getByTitle(hash)).toBeVisible();
  await expect(owner.page.locator('.payment-amount')).toContainText('100.0');
});

test('neither a look-alike of the same symbol nor another token is ever credited', async ({
  world,
  owner,
  openLink,
}) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  const tag = await tagOf(link);
  const { terms } = await readPayable(link);
  const eurc = world.tokens.find(({ symbol }) => symbol === 'EURC')?.address ?? '0x';
  // A dollar invoice does not take euros; the look-alike calls itself USDC with 6 decimals.
  expect(terms.options.map(({ token }) => token.toLowerCase())).not.toContain(eurc.toLowerCase());
  for (const token of [lookAlikeTokenAddress, eurc]) {
    await send(world, { ...transfer, token });
    await send(world, { ...transfer, token }, tag);
  }
  await world.mine(3);
  // The right token after them is credited, so they have all been read and left alone.
  await send(world, { ...transfer, units: 1_000_000n }, tag);
  await world.mine(3);
  await expectState(owner.page, 'Part paid');
  await expect(owner.page.locator('.payment')).toHaveCount(1);
  await expect(owner.page.locator('.settlement')).toContainText('$1,199.00');
  await expect(payer.getByText('$1,199.00 is still missing')).toBeVisible();
});
