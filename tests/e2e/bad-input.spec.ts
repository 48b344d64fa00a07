import type { Page } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { expect, test } from './fixtures.ts';
import { expectState, issue, linkOf, nameClient, setUpQuickly, writeDraft } from './owner-steps.ts';
import { readPdfText } from './read-pdf-text.ts';
import { mailTo } from './mail-to.ts';

test('what cannot be issued is said at its field, in words, and nothing typed is lost', async ({ owner }) => {
  const { page } = owner;
  await writeDraft(page);
  const amount = page.getByRole('textbox', { name: 'Amount' });
  const due = page.getByLabel('Due date');
  const email = page.getByRole('textbox', { name: 'Client email' });
  const wrong = [
    [amount, '-5', 'is negative'],
    [amount, '1'.repeat(40), 'digits before the point'],
    [amount, '1,200.00', 'has a separator that is not allowed'],
    [amount, '1,200', 'can be read two ways'],
    [amount, '0.001', 'has more decimals than'],
    [amount, 'a lot', 'is not a number'],
    [amount, '0', 'comes to nothing'],
    [due, '2020-01-01', 'is before the issue date'],
    [due, '', 'The due date is missing'],
    [email, 'nobody', 'is not an email address'],
    [email, 'one@a.example, two@a.example', 'is more than one address'],
    [email, 'eve@a.example%0d%0aBcc:all', 'is not an email address'],
  ] as const;
  for (const [field, text, words] of wrong) {
    const before = await field.inputValue();
    await field.fill(text);
    await page.getByRole('button', { name: 'Issue and send' }).click();
    await expect(page.getByText(words).first(), text).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    // A browser takes the spaces off an email field's ends itself; all else stays as it was typed.
    await expect(field).toHaveValue(text);
    await field.fill(before);
  }
  const number = await issue(page, 'No email, just issue');
  expect(number).toMatch(/^INV-\d{4}-0001$/);
});

test('a wallet address that would lose money is refused', async ({ openDevice, world }) => {
  const { page } = await openDevice();
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('Name').fill('Ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Use my own address').check();
  const usdc = world.tokens.find(({ symbol }) => symbol === 'USDC')?.address ?? '';
  for (const [text, words] of [
    ['0x3C44CdDdB6a900fa2b585dd299e03d12FA4293Bc', /checksum/],
    ['0x0000000000000000000000000000000000000000', /zero address/],
    [usdc, /contract/],
    ['ada.eth', /address/],
  ] as const) {
    await page.getByLabel('Wallet address').fill(text);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.locator('.field-problem')).toContainText(words);
  }
  await expect(page.getByRole('list', { name: 'Recovery phrase' })).toHaveCount(0);
});

test('HTML and script in every field are text, in the app, the PDF, the email and on the page', async ({
  world,
  openDevice,
  openLink,
}) => {
  const { page } = await openDevice();
  await setUpQuickly(page, world.addresses.wallet, hostile('Seller'));
  await writeDraft(page, { email: 'hostile@client.example' });
  await nameClient(page, hostile('Client'));
  await page.getByRole('textbox', { name: 'Description' }).fill(hostile('Description'));
  await page.getByRole('button', { name: 'Add address and tax ID' }).click();
  await page.getByLabel('Client address').fill(hostile('Address'));
  await page.getByLabel('Client tax ID').fill(hostile('T').slice(0, 60));
  await page.getByRole('textbox', { name: 'Notes' }).fill(hostile('Notes'));
  await page.getByRole('textbox', { name: 'Terms' }).fill(hostile('Terms'));
  await page.getByRole('textbox', { name: 'Purchase order' }).fill(hostile('Order'));
  await page.getByRole('button', { name: 'Save as contact' }).click();
  await expect(page.locator('.pdf-sheet canvas')).toBeVisible();
  await page.getByRole('button', { name: /^Itemise/ }).click();
  await page.getByLabel('Line 1 unit').fill('<b>h</b>');
  const number = await issue(page, 'Email with the PDF');
  await expect(page.getByLabel('Summary')).toContainText(hostile('Client'));
  await expectHarmless(page);
  await page.getByRole('link', { name: /^Contacts/ }).click();
  await expect(page.getByRole('button', { name: hostile('Client'), exact: true })).toBeVisible();
  await page.getByRole('link', { name: /^Invoices/ }).click();
  await page.getByRole('row', { name: new RegExp(number) }).click();
  await expect(page.getByText('Email sent')).toBeVisible();

  const caught = await world.mail.waitForMail(mailTo('hostile@client.example'), 40_000);
  const mail = await simpleParser(await world.mail.readRaw(caught.id));
  expect(mail.headerLines.filter(({ key }) => key === 'bcc' || key === 'cc')).toEqual([]);
  expect(String(mail.html)).not.toMatch(/<script|<img[^>]*onerror/i);
  const letter = await page.context().newPage();
  await letter.setContent(String(mail.html));
  await expect(letter.locator('body')).toContainText(hostile('Seller'));
  await expectHarmless(letter);

  const pdf = mail.attachments[0]?.content ?? Buffer.of();
  expect(pdf.toString('latin1')).not.toMatch(/\/(JavaScript|JS|Launch|OpenAction)\b/);
  const printed = (await readPdfText(pdf)).replaceAll(/\s/g, '');
  for (const field of ['Seller', 'Client', 'Description', 'Notes', 'Terms'])
    expect(printed, field).toContain(hostile(field).replaceAll(/\s/g, ''));

  const payer = await openLink(await linkOf(page));
  await expect(payer.getByRole('heading', { level: 1 })).toHaveText(hostile('Seller'));
  for (const field of ['Description', 'Notes', 'Terms'])
    await expect(payer.locator('body'), field).toContainText(hostile(field));
  await expectHarmless(payer);
});

test('ten thousand characters, from right to left and with emoji, are kept to the last', async ({
  owner,
  openLink,
}) => {
  const { page } = owner;
  const sentence = 'שלום עולם 🎉 مرحبا بالعالم 👩🏽‍💻 Grüße ';
  const text = `${sentence.repeat(10_000 / sentence.length)}`.padEnd(9_996, '.') + ' END';
  expect(text).toHaveLength(10_000);
  await writeDraft(page, { description: text });
  await nameClient(page, 'חברת הדוגמה בע״מ 🚀');
  await expect(page.locator('.pdf-sheet canvas')).toBeVisible();
  await issue(page, 'No email, just issue');
  await expect(page.getByLabel('Summary')).toContainText('חברת הדוגמה בע״מ 🚀');
  await expect(page.getByText(/^Page 1 of \d+$/)).toBeVisible();
  await expect(page.getByText('Payment page published')).toBeVisible();
  const payer = await openLink(await linkOf(page));
  const shown = payer.locator('.details .typed', { hasText: 'END' }).first();
  await expect(shown).toHaveText(text);
  const isWide = await payer.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isWide).toBe(false);
});

test('five hundred lines are written, issued and shown', async ({ owner, openLink }) => {
  test.slow();
  const { page } = owner;
  await writeDraft(page, { description: 'Item 1', amount: '1' });
  await page.getByRole('button', { name: /^Itemise/ }).click();
  await page.getByLabel('Line 1 quantity').waitFor();
  await page.evaluate(async () => {
    // Twenty at a time: each task draws all lines anew.
    const nextTask = () => new Promise((resolve) => setTimeout(resolve));
    const forEachLine = async (act: (line: number) => void): Promise<void> => {
      for (let line = 2; line <= 500; line++) {
        act(line);
        if (line % 20 === 0) await nextTask();
      }
    };
    const write = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
      const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const find = <Found extends Element>(label: string): Found => {
      const found = document.querySelector<Found>(`[aria-label="${label}"]`);
      if (!found) throw new Error(`There is no ${label}`);
      return found;
    };
    const add = [...document.querySelectorAll('button')].find((each) => each.textContent?.includes('Add line'));
    await forEachLine(() => add?.click());
    await forEachLine((line) => {
      write(find<HTMLTextAreaElement>(`Line ${line} description`), `Item ${line}`);
      write(find<HTMLInputElement>(`Line ${line} price`), '1');
    });
  });
  await expect(page.getByRole('button', { name: 'Add line' })).toBeDisabled();
  await expect(page.getByLabel('Totals')).toContainText('$500.00');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await issue(page, 'No email, just issue');
  await expectState(page, 'Open');
  await expect(page.getByText('Payment page published')).toBeVisible();
  const payer = await openLink(await linkOf(page));
  await payer.getByRole('button', { name: 'Show all 500 lines' }).click();
  await expect(payer.getByText('Item 500', { exact: true })).toBeVisible();
  await expect(payer.locator('.sum')).toHaveText('$500.00');
});

/** Text that runs if any place takes it for markup; short enough for the shortest field but the tax number. */
function hostile(field: string): string {
  return `${field} <img src=x onerror="hacked=1"><script>hacked=1</script>`;
}

/** Nothing that was typed became an element or ran. */
async function expectHarmless(page: Page): Promise<void> {
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
}
