import type { Page } from 'playwright-core';

/** What the demo's owner writes. */
export const demoInvoice = {
  seller: 'Ada Lindqvist Studio',
  sellerEmail: 'ada@lindqvist.example',
  clientEmail: 'accounts@northwind.example',
  description: 'Brand identity: logo, typography and colour system',
  amount: '1200.00',
  currency: 'USD',
  dueDate: '2027-01-31',
} as const;

/** Goes through the first run as a person would: name, practice wallet, the recovery phrase read and confirmed. */
export async function setUpWorkspace(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Set up my workspace' }).waitFor();
  await shoot('first-run-welcome');
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('Name').fill(demoInvoice.seller);
  await page.getByLabel('Email', { exact: false }).first().fill(demoInvoice.sellerEmail);
  await shoot('first-run-seller');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: /money|wallet|paid/i }).waitFor();
  await shoot('first-run-wallet');
  await page.getByRole('button', { name: 'Continue' }).click();
  const list = page.getByRole('list', { name: 'Recovery phrase' });
  await list.waitFor();
  await shoot('first-run-phrase');
  const words = await list.locator('.phrase-word').allTextContents();
  await page.getByRole('button', { name: 'I have written them down' }).click();
  const asked = page.getByRole('textbox', { name: /^Word \d+$/ });
  await asked.first().waitFor();
  for (const box of await asked.all()) {
    const label = (await box.getAttribute('aria-label')) ?? (await labelOf(box));
    await box.fill(words[Number(label.replace(/\D/g, '')) - 1] ?? '');
  }
  await shoot('first-run-confirm');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
}

/** The visible label's text of a form field. */
async function labelOf(box: ReturnType<Page['getByRole']>): Promise<string> {
  return box.evaluate((element) => (element as HTMLInputElement).labels?.[0]?.textContent ?? '');
}

/** Writes the invoice with the five fields that are enough, and waits for its preview. */
export async function draftInvoice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New invoice' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'New invoice' }).waitFor();
  await page.getByRole('textbox', { name: 'Client email' }).fill(demoInvoice.clientEmail);
  await page.getByRole('textbox', { name: 'Description' }).fill(demoInvoice.description);
  await page.getByRole('textbox', { name: 'Amount' }).fill(demoInvoice.amount);
  await page.getByRole('combobox', { name: 'Currency' }).selectOption(demoInvoice.currency);
  await page.getByLabel('Due date').fill(demoInvoice.dueDate);
  await page.getByText('$1,200.00').first().waitFor();
  await page.locator('canvas').first().waitFor();
}

/** Issues and sends; answers the number on the page that follows. */
export async function issueAndSend(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Issue and send' }).click();
  const dialog = page.getByRole('dialog', { name: 'Issue and send' });
  await dialog.getByRole('button', { name: 'Issue and send' }).click();
  const heading = page.getByRole('heading', { level: 1, name: /INV-\d{4}-\d+/ });
  await heading.waitFor();
  return /INV-\d{4}-\d+/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
}
