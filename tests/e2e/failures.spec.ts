import { expect, test } from './fixtures.ts';
import { expectState, issue, linkOf, openInvoice, publishInvoice, writeDraft } from './owner-steps.ts';
import { expectBadge, readTransfer, send } from './payer-steps.ts';
import { startScriptedSmtp, type SmtpTurn } from '../helpers/scripted-smtp.ts';
import type { World } from './world.ts';
import { mailTo } from './mail-to.ts';

test('the relay is killed before every step, and nothing is lost', async ({ world, owner, openLink }) => {
  const { page } = owner;
  await world.killRelay();
  await writeDraft(page, { email: 'killed@client.example' });
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await world.startRelay();
  await world.killRelay();
  const number = await issue(page, 'Email with the PDF');
  await world.startRelay();
  const mail = await world.mail.waitForMail(mailTo('killed@client.example'), 40_000);
  expect(mail.subject).toContain(number);
  await expect(page.getByText('Email sent')).toBeVisible();

  const payer = await openLink(await linkOf(page));
  const transfer = await readTransfer(payer);
  await world.killRelay();
  await expect(payer.getByText('The connection to the server is interrupted')).toBeVisible();
  await send(world, transfer);
  await world.startRelay();
  await expectState(page, /^(Seen|Confirming 1\/3)$/);
  await world.killRelay();
  await world.mine(3);
  await world.startRelay();
  await expectState(page, 'Paid');
  await expectBadge(payer, 'Paid');
  await expect(page.locator('.payment')).toHaveCount(1);
  const about = (await world.mail.list()).filter(mailTo('killed@client.example'));
  expect(new Set(about.map(({ headers }) => headers['message-id'])).size).toBe(1);
});

test('a mail server that says 4xx is asked again until it takes the message', async ({ world, owner }) => {
  await withMailServer(world, [{ code: 451, message: 'Try again later' }], async (server) => {
    await writeDraft(owner.page, { email: 'greylisted@client.example' });
    const number = await issue(owner.page, 'Email with the PDF');
    await expect(owner.page.getByText('Email sent')).toBeVisible({ timeout: 40_000 });
    expect(server.attempts()).toBe(2);
    expect(server.accepted).toHaveLength(1);
    expect(server.accepted[0]).toContain(number);
  });
});

test('a mail server that says 5xx is quoted, and Retry sends it again', async ({ world, owner }) => {
  await withMailServer(world, [{ code: 550, message: 'No such mailbox here' }], async (server) => {
    await writeDraft(owner.page, { email: 'nobody@client.example' });
    await issue(owner.page, 'Email with the PDF');
    const delivery = owner.page.getByRole('region', { name: 'Delivery' });
    await expect(delivery).toContainText('No such mailbox here');
    await expect(delivery).toContainText('Failed');
    await expect(owner.page.getByText('1 delivery needs you')).toBeVisible();
    await expect(owner.page.getByText('Email failed')).toBeVisible();
    expect(server.accepted).toHaveLength(0);
    await delivery.getByRole('button', { name: 'Retry' }).click();
    await expect(owner.page.getByText('Email sent')).toBeVisible();
    await expect(delivery).toBeHidden();
    expect(server.accepted).toHaveLength(1);
  });
});

test('the app is killed with a draft and a queue, and both are there again', async ({ world, owner }) => {
  await world.killRelay();
  await writeDraft(owner.page, { email: 'queued@client.example' });
  const number = await issue(owner.page, 'Email with the PDF');
  await writeDraft(owner.page, { description: 'Half written when the lights went out', email: 'half@client.example' });
  await expect(owner.page.getByText('Saved', { exact: true })).toBeVisible();
  const page = await owner.killAndReopen();
  await page
    .getByRole('row', { name: /half@client\.example|No client yet/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Half written when the lights went out');
  await expect(page.getByRole('textbox', { name: 'Client email' })).toHaveValue('half@client.example');
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('1200.00');
  await openInvoice(page, number);
  await expect(page.getByText(/^(Queued since|Waiting)/)).toHaveCount(2);
  await world.startRelay();
  await world.mail.waitForMail(mailTo('queued@client.example'), 40_000);
  await expect(page.getByText('Email sent')).toBeVisible();
});

test('a reload in the middle of typing loses nothing', async ({ owner }) => {
  const { page } = owner;
  await writeDraft(page, { description: 'Before the reload' });
  await page.getByRole('textbox', { name: 'Description' }).fill('Typed and reloaded at once');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Typed and reloaded at once');
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('1200.00');
});

test('the payment page waits for a relay that is away, and opens when it is back', async ({
  world,
  owner,
  openLink,
}) => {
  const { link } = await publishInvoice(owner.page);
  const payer = await openLink(link);
  await payer.route('**/v1/links/**', (route) => route.abort());
  await payer.reload();
  await expect(payer.getByRole('button', { name: /again|now/i })).toBeVisible();
  await payer.unroute('**/v1/links/**');
  await expectBadge(payer, 'Awaiting payment');
  expect(world.addresses.relayOrigin).toBe(new URL(link).origin);
});

async function withMailServer(
  world: World,
  turns: SmtpTurn[],
  run: (server: Awaited<ReturnType<typeof startScriptedSmtp>>) => Promise<void>,
): Promise<void> {
  const server = await startScriptedSmtp(turns);
  await world.killRelay();
  await world.startRelay(server.port);
  try {
    await run(server);
  } finally {
    await world.killRelay();
    await world.startRelay();
    await server.stop();
  }
}
