import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { simpleParser } from 'mailparser';
import { expect, test } from './fixtures.ts';
import { expectState, issue, setUpWithPhrase, writeDraft } from './owner-steps.ts';
import { expectBadge, payWithPracticeWallet } from './payer-steps.ts';
import { mailTo } from './mail-to.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('drafted with the network off, issued, emailed, paid on chain, and Paid on both screens', async ({
  world,
  openDevice,
  openLink,
}) => {
  const { page } = await openDevice();
  await setUpWithPhrase(page);
  await expect(page.getByRole('button', { name: /^Online/ })).toBeVisible();

  await world.killRelay();
  await expect(page.getByRole('button', { name: /^Offline/ })).toBeVisible();
  await writeDraft(page, { email: 'accounts@main-job.example' });
  await expect(page.getByLabel('Totals').getByText('$1,200.00')).toBeVisible();
  await expect(page.locator('.pdf-sheet canvas')).toBeVisible();
  const number = await issue(page, 'Email with the PDF');
  await expect(page.getByText('It goes out by itself when the relay is back')).toBeVisible();
  await expect(page.getByText(/^(Queued since|Waiting; next try)/)).toHaveCount(2);

  await world.startRelay();
  const caught = await world.mail.waitForMail(mailTo('accounts@main-job.example'), 30_000);
  await expect(page.getByText('Email sent')).toBeVisible();
  const mail = await simpleParser(await world.mail.readRaw(caught.id));
  expect(mail.to).toMatchObject({ text: 'accounts@main-job.example' });
  expect(mail.subject).toContain(number);
  const link = /https?:\/\/\S+\/i\/\S+#\S+/.exec(mail.text ?? '')?.[0] ?? '';
  const attached = mail.attachments[0];
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download PDF' }).click();
  const own = await readFile(await (await download).path());
  expect(sha256(own)).toBe(sha256(attached?.content ?? Buffer.of()));

  const payer = await openLink(link);
  await expect(payer.getByRole('heading', { level: 1 })).toHaveText('Ada Lindqvist Studio');
  await expectBadge(payer, 'Awaiting payment');
  const payerDownload = payer.waitForEvent('download');
  await payer.getByRole('button', { name: /PDF/ }).click();
  expect(sha256(await readFile(await (await payerDownload).path()))).toBe(sha256(own));
  await payWithPracticeWallet(payer);
  await expectState(page, /^(Seen|Confirming 1\/3)$/);
  await expectBadge(payer, /^(Payment seen|Confirming)$/);

  await world.mine(3);
  await expectState(page, 'Paid');
  await expect(page.getByText('Verified on your endpoint')).toBeVisible();
  await expect(page.locator('.timeline-label').getByText('Paid', { exact: true })).toBeVisible();
  await expectBadge(payer, 'Paid');
  const receipt = payer.getByRole('region', { name: 'Paid' });
  await expect(receipt).toContainText('$1,200.00');
  await expect(receipt).toContainText('0x');
  await expect(receipt.getByRole('button', { name: 'Print receipt' })).toBeVisible();
  await page.getByRole('link', { name: /^Invoices/ }).click();
  await expect(page.getByRole('row', { name: new RegExp(number) })).toContainText('Paid');
});
