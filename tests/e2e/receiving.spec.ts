import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { HDKey, hdKeyToAccount } from 'viem/accounts';
import { expect, test } from './fixtures.ts';
import { expectState, openInvoice, publishInvoice } from './owner-steps.ts';
import { balanceOf, expectBadge, readTransfer, send } from './payer-steps.ts';

test('addresses of the owner’s account: each invoice has its own, and any amount sent there is its', async ({
  world,
  owner,
  openLink,
}) => {
  const master = HDKey.fromMasterSeed(randomBytes(32));
  const [first, second] = [0, 1].map((index) =>
    hdKeyToAccount(master, { path: `m/44'/60'/0'/0/${index}` }).address.toLowerCase(),
  );
  const { page } = owner;
  await openReceiving(page);
  await page.getByLabel(/^An address for each invoice/).check();
  await page.getByLabel('Account xpub').fill(master.derive("m/44'/60'/0'").publicExtendedKey);
  const shown = page.getByRole('heading', { name: 'The first addresses' }).locator('..').locator('code');
  await expect(shown.first()).toHaveText(new RegExp(`^${first}$`, 'i'));
  await page.getByRole('button', { name: 'Use this for new invoices' }).click();
  await expect(page.getByLabel(/^An address for each invoice.*in use/)).toBeChecked();

  const one = await publishInvoice(page);
  const other = await publishInvoice(page);
  const payer = await openLink(one.link);
  const transfer = await readTransfer(payer);
  expect(transfer.to.toLowerCase()).toBe(first);
  expect((await readTransfer(await openLink(other.link))).to.toLowerCase()).toBe(second);
  // An exchange keeps its fee and two decimals are all that it sends.
  await send(world, { ...transfer, units: 1_190_000_000n });
  await world.mine(3);
  await openInvoice(page, one.number);
  await expectState(page, 'Part paid');
  await send(world, { ...transfer, units: 10_000_000n });
  await world.mine(3);
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Paid');
  await openInvoice(page, other.number);
  await expectState(page, 'Open');
});

test('a forwarder: paid by hand, collected by the owner’s wallet, and then there is nothing left to collect', async ({
  world,
  owner,
  openLink,
}) => {
  const { page } = owner;
  await openReceiving(page);
  await page.getByLabel(/^A forwarder address/).check();
  await expect(page.getByRole('list', { name: 'Chains' })).toContainText('ready, the contracts were found and checked');
  await page.getByRole('button', { name: 'Use this for new invoices' }).click();
  await expect(page.getByText('Nothing waits at a forwarder.')).toBeVisible();

  const { link } = await publishInvoice(page);
  const payer = await openLink(link);
  const transfer = await readTransfer(payer);
  expect(transfer.to.toLowerCase()).not.toBe(owner.wallet.toLowerCase());
  await send(world, transfer);
  await world.mine(3);
  await expectState(page, 'Paid');
  expect(await balanceOf(world, transfer.token, owner.wallet)).toBe(0n);

  await openReceiving(page);
  await page.getByRole('button', { name: /^Collect all on Practice/ }).click();
  const collecting = page.getByRole('link', { name: 'Open the page to collect' });
  const wallet = await openLink((await collecting.getAttribute('href')) ?? '');
  await expect(wallet.getByText(owner.wallet, { exact: true })).toBeVisible();
  await wallet.getByRole('button', { name: /^Practice wallet/ }).click();
  await wallet.getByRole('button', { name: 'Collect', exact: true }).click();
  await wallet.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  await expect(wallet.getByText('The money is in your wallet.')).toBeVisible();
  expect(await balanceOf(world, transfer.token, owner.wallet)).toBe(transfer.units);
  await expect(page.getByText('Nothing waits at a forwarder.')).toBeVisible({ timeout: 60_000 });
});

async function openReceiving(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Receiving' }).click();
}
