import { expect, type Page } from '@playwright/test';

/** First run as short as a person can make it: a name, an address, and the phrase put off. */
export async function setUpQuickly(page: Page, wallet: string, name = 'Ada Lindqvist Studio'): Promise<void> {
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Use my own address').check();
  await page.getByLabel('Wallet address').fill(wallet);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Do this later' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Invoices' })).toBeVisible();
}

/** Goes through the first run with the practice wallet, and copies the phrase down and back; answers its words. */
export async function setUpWithPhrase(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('Name').fill('Ada Lindqvist Studio');
  await page.getByLabel('Email').fill('ada@lindqvist.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Use the practice wallet').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  const list = page.getByRole('list', { name: 'Recovery phrase' });
  await list.waitFor();
  const words = await list.locator('.phrase-word').allTextContents();
  await page.getByRole('button', { name: 'I have written them down' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check what you wrote down' }).waitFor();
  for (const label of await page.getByText(/^Word \d+$/).allTextContents())
    await page.getByLabel(label, { exact: true }).fill(words[Number(label.replace(/\D/g, '')) - 1] ?? '');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
  return words;
}

/** What is written into the short form of a draft. */
export interface DraftText {
  readonly email: string;
  readonly description: string;
  readonly amount: string;
  readonly dueDate: string;
}

/** An invoice like any other. */
export const plainDraft: DraftText = {
  email: 'accounts@northwind.example',
  description: 'Brand identity: logo, typography and colour system',
  amount: '1200.00',
  dueDate: '2028-01-31',
};

/** Opens a new draft and writes its five fields. */
export async function writeDraft(page: Page, draft: Partial<DraftText> = {}): Promise<void> {
  const { email, description, amount, dueDate } = { ...plainDraft, ...draft };
  await page.getByRole('link', { name: /^Invoices/ }).click();
  await page.getByRole('button', { name: 'New invoice' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'New invoice' }).waitFor();
  await page.getByRole('textbox', { name: 'Client email' }).fill(email);
  await page.getByRole('textbox', { name: 'Description' }).fill(description);
  await page.getByRole('textbox', { name: 'Amount' }).fill(amount);
  await page.getByLabel('Due date').fill(dueDate);
}

/** Names the client of the open draft: one who is no contact yet. */
export async function nameClient(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Client', exact: true }).fill(name);
  await page.getByRole('option', { name: `New client “${name}”` }).click();
  await page.getByRole('listbox').waitFor({ state: 'hidden' });
}

/** Issues the open draft, by email or with no more than a link; answers its number. */
export async function issue(page: Page, how: 'Email with the PDF' | 'No email, just issue'): Promise<string> {
  await page.getByRole('button', { name: 'Issue and send' }).click();
  const dialog = page.getByRole('dialog', { name: 'Issue and send' });
  await dialog.getByLabel(how).check();
  await dialog.getByRole('button', { name: /^Issue/ }).click();
  const heading = page.getByRole('heading', { level: 1, name: /INV-\d{4}-[A-Z]*\d+/ });
  await heading.waitFor();
  return /INV-\d{4}-[A-Z]*\d+/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
}

/** Writes and issues an invoice, waits until its payment page is there, and answers number and link. */
export async function publishInvoice(page: Page, draft: Partial<DraftText> = {}) {
  await writeDraft(page, draft);
  const number = await issue(page, 'No email, just issue');
  await expect(page.getByText('Payment page published')).toBeVisible();
  return { number, link: await linkOf(page) };
}

/** The payment link of the invoice on the screen. */
export async function linkOf(page: Page): Promise<string> {
  return (await page.getByRole('link', { name: 'Payment page' }).getAttribute('href')) ?? '';
}

/** Waits until the invoice on the screen is in a state: the word of its chip. */
export async function expectState(page: Page, state: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).locator('.chip')).toHaveText(state);
}

/** Opens an invoice from the list by its number. */
export async function openInvoice(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: /^Invoices/ }).click();
  await page.getByRole('row', { name: new RegExp(number) }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor();
}
