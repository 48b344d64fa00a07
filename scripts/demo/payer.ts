import type { Page } from 'playwright-core';

/** Pays on the payment page with the practice wallet: connect, pay, confirm in the wallet's own sheet. */
export async function payWithPracticeWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Practice wallet/ }).click();
  const pay = page.getByRole('button', { name: /^Pay [\d,.]+ USDC/ });
  await pay.waitFor();
  await pay.click();
  await page.getByRole('dialog', { name: 'Send this payment?' }).getByRole('button', { name: 'Confirm' }).click();
  await page
    .getByRole('heading', { name: /on its way|Paid/ })
    .first()
    .waitFor();
}
