import { expect, type Page } from '@playwright/test';
import { encodeFunctionData, parseUnits, type Address, type Hex } from 'viem';
import { payInvoice } from '../../practice/chain/payer.ts';
import { practiceAccounts } from '../../practice/chain/practice-accounts.ts';
import { batchPayerAddress } from '../../practice/chain/practice-tokens.ts';
import { BatchPayer, PracticeToken } from '../../practice/contracts/artifacts.ts';
import { payableInvoiceSchema, type PayableInvoice } from '../../shared/payment/payment-terms.ts';
import { tagMagic } from '../../shared/payment/payment-tag.ts';
import { unwrap } from '../../shared/result.ts';
import { fromBase64url } from '../../shared/sealing/base64url.ts';
import { openLink } from '../../shared/sealing/link-envelope.ts';
import type { World } from './world.ts';

/** What the page tells somebody who pays by hand. */
export interface Transfer {
  readonly token: Address;
  readonly to: Address;
  /** Base units. */
  readonly units: bigint;
}

/** Reads amount, address and contract off the page, as a person with another wallet or an exchange does. */
export async function readTransfer(page: Page): Promise<Transfer> {
  await page.getByRole('tab', { name: 'QR or exchange' }).click();
  await page.getByRole('img', { name: /^QR code: send/ }).waitFor();
  const field = (name: string) => page.locator('.field', { hasText: name }).locator('.selectable').innerText();
  await page.getByText('Token contract', { exact: true }).click();
  const token = await page.locator('.more-about .field-value').innerText();
  return {
    token: token as Address,
    to: (await field('To the address')) as Address,
    units: parseUnits((await field('Send exactly')).replaceAll(',', ''), 6),
  };
}

/** Sends an ERC-20 transfer from the practice payer: no tag, as an exchange does. */
export async function send(world: World, { token, to, units }: Transfer, tag?: Hex): Promise<Hex> {
  const { rpcUrl } = world.addresses;
  const made = await payInvoice({ rpcUrl, token, to, amount: units, ...(tag ? { tag } : {}) });
  return made.txHash;
}

/** Makes several transfers in one transaction, out of a contract that is given the money first. */
export async function sendTogether(world: World, transfers: readonly Transfer[]): Promise<Hex> {
  const account = practiceAccounts.payer;
  for (const { token, units } of transfers) await send(world, { token, to: batchPayerAddress, units });
  const payments = transfers.map(({ token, to, units }) => ({ token, to, value: units }));
  const hash = await world.client.sendTransaction({
    account,
    to: batchPayerAddress,
    data: encodeFunctionData({ abi: BatchPayer.abi, functionName: 'payAll', args: [payments] }),
  });
  const receipt = await world.client.waitForTransactionReceipt({ hash, timeout: 20_000 });
  expect(receipt.status).toBe('success');
  return hash;
}

/** What an address holds of a token, in base units. */
export function balanceOf(world: World, token: Address, owner: Address): Promise<bigint> {
  return world.client.readContract({
    address: token,
    abi: PracticeToken.abi,
    functionName: 'balanceOf',
    args: [owner],
  });
}

/** Opens a sealed link outside the browser: for the tag, which only a wallet's transaction shows. */
export async function readPayable(link: string): Promise<PayableInvoice> {
  const url = new URL(link);
  const id = url.pathname.split('/').at(-1) ?? '';
  const answer = (await (await fetch(`${url.origin}/v1/links/${id}`)).json()) as { sealedInvoice: string };
  const sealed = fromBase64url(answer.sealedInvoice) ?? new Uint8Array();
  const opened = unwrap(openLink(sealed, id, url.hash.slice(1), 'invoice'));
  const { payable } = JSON.parse(new TextDecoder().decode(opened)) as { payable: unknown };
  return payableInvoiceSchema.parse(payable);
}

/** The bytes that a wallet transfer carries after its call. */
export async function tagOf(link: string): Promise<Hex> {
  return `0x${tagMagic}${(await readPayable(link)).terms.tag}`;
}

/** Pays on the page with the practice wallet and confirms in the wallet's own sheet. */
export async function payWithPracticeWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Practice wallet/ }).click();
  await page.getByRole('button', { name: /^Pay [\d,.]+ USDC/ }).click();
  await page.getByRole('dialog', { name: 'Send this payment?' }).getByRole('button', { name: 'Confirm' }).click();
  await page
    .getByRole('heading', { name: /on its way|Paid/ })
    .first()
    .waitFor();
}

/** Waits for the page's badge to say where the invoice stands. */
export async function expectBadge(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.locator('.badge').first()).toHaveText(words);
}
