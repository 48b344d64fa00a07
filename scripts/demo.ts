import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { chromium, type Browser, type Page } from 'playwright-core';
import { payInvoice } from '../practice/chain/payer.ts';
import { startPracticeWorld, type PracticeWorld } from '../practice/start-practice-world.ts';
import { createAppClient, type AppClient } from '../shared/app-api/app-client.ts';
import { channelPair } from '../shared/app-api/channel.ts';
import { serveApp } from '../shared/app-api/serve-app.ts';
import type { InvoiceView } from '../shared/app-api/invoice-view.ts';
import { unwrap } from '../shared/result.ts';
import { chromiumFlags } from '../practice/browser/find-chromium.ts';
import { buildRenderer } from './app/build-renderer.ts';
import { openWebApp, type WebApp } from './app/open-web-app.ts';
import { watchBlockTimes, type BlockTimes } from './demo/block-times.ts';
import { openDemoRecord, type DemoRecord } from './demo/demo-record.ts';
import { findBrowser } from './demo/find-browser.ts';
import { payWithPracticeWallet } from './demo/payer.ts';
import { runSenderByEngine, runSenderOnScreen, type Sender } from './demo/run-sender.ts';
import { shootScreens, shooter } from './demo/screens.ts';

const folder = fileURLToPath(new URL('../out/demo', import.meta.url));

await main();

/** The whole path without a person: written and issued offline, sent, received, paid on chain, and Paid. */
async function main(): Promise<void> {
  const record = await openDemoRecord(folder);
  const state = await mkdtemp(join(tmpdir(), 'quittance-demo-'));
  const undo: (() => Promise<void>)[] = [() => rm(state, { recursive: true, force: true })];
  try {
    await runDemo(record, state, undo);
    process.stdout.write(`\nAll of it happened. See out/demo/ (summary.json, screenshots, the PDF and the email).\n`);
  } catch (error) {
    process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await record.finish();
    for (const step of undo.reverse())
      await step().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
  process.exit();
}

async function runDemo(record: DemoRecord, state: string, undo: (() => Promise<void>)[]): Promise<void> {
  const browserFound = findBrowser((line) => process.stdout.write(`${line}\n`));
  const world = await record.step('A practice world runs: chain, mailbox and relay', async () => {
    const [started] = await Promise.all([startPracticeWorld({ folder: state, log: () => undefined }), buildRenderer()]);
    undo.push(() => started.stop());
    const { rpcUrl, relayOrigin, mailInboxUrl } = started.addresses;
    return {
      value: started,
      evidence: `${started.chain.engine} at ${rpcUrl}, relay at ${relayOrigin}, mail at ${mailInboxUrl}`,
    };
  });
  const app = await record.step('The app opens on an empty data folder', async () => {
    const dataDir = join(state, 'app');
    const keyDir = join(state, 'keys');
    const opened = unwrap(
      await openWebApp({ dataDir, keyDir, practice: world.addresses, relayOrigin: null, passphrase: null, port: 0 }),
    );
    undo.push(() => opened.stop());
    return { value: opened, evidence: `engine on SQLite, served to one browser at ${opened.host.origin}` };
  });
  const client = connect(app);
  const browser = 'path' in browserFound ? await launch(browserFound.path, undo) : null;
  if ('missing' in browserFound) {
    record.summary.payer = 'scripted';
    process.stdout.write(`A scripted payer pays, because ${browserFound.missing}.\n`);
  }
  const sender = browser
    ? await runSenderOnScreen(record, world, app, client, browser)
    : await runSenderByEngine(record, world, client);
  const blocks = watchBlockTimes(world.addresses.rpcUrl);
  undo.push(() => Promise.resolve(blocks.stop()));
  const link = await receiveMail(record, world, client, sender);
  const paidAt = sender.waitForPaid();
  const payer = await pay(record, world, browser, link, sender.view());
  await settle(record, blocks, sender, await paidAt);
  if (payer) await showReceipt(record, payer);
  if (browser && sender.page) await shootScreens(record, sender.page);
}

function connect(app: WebApp): AppClient {
  const pair = channelPair();
  serveApp(pair.engine, app.engine.handlers);
  return createAppClient(pair.app);
}

async function launch(executablePath: string, undo: (() => Promise<void>)[]): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  undo.push(() => browser.close());
  return browser;
}

/** Waits for the email, keeps it as received, and takes the link out of it as the payer would. */
async function receiveMail(
  record: DemoRecord,
  world: PracticeWorld,
  client: AppClient,
  sender: Sender,
): Promise<string> {
  return record.step('The client has the email, over SMTP, with the PDF that the owner has', async () => {
    const caught = await world.mail.waitForMail((mail) => mail.subject.includes(sender.number), 30_000);
    const eml = await world.mail.readRaw(caught.id);
    const mail = await simpleParser(eml);
    const file = await record.keep('invoice.eml', eml);
    const attached = mail.attachments[0]?.content;
    const own = unwrap(await client.call('invoice.pdf', { id: sender.invoiceId }));
    const pdf = Buffer.from(own.content, 'base64');
    if (!attached || hash(attached) !== hash(pdf)) throw new Error('The attached PDF is not the one in the app.');
    await record.keep(own.filename, pdf);
    const link = /https?:\/\/\S+\/i\/\S+#\S+/.exec(mail.text ?? '')?.[0];
    if (!link) throw new Error('The email holds no link.');
    const messageId = (mail.messageId ?? '').replace(/^<|>$/g, '');
    record.summary.mail = { messageId, file };
    record.summary.link = link;
    return {
      value: link,
      evidence: `Message-ID ${messageId}; ${own.filename}, ${pdf.length} bytes, SHA-256 ${hash(pdf).slice(0, 16)}…`,
    };
  });
}

/** Pays as the client: on the page in Chromium, or by a script where there is no browser. */
async function pay(
  record: DemoRecord,
  world: PracticeWorld,
  browser: Browser | null,
  link: string,
  view: InvoiceView,
): Promise<Page | null> {
  if (!browser) {
    await record.step('A scripted payer opens the link and pays', async () => {
      const option = view.signed?.payable.terms.options[0];
      const answer = await fetch(link.split('#')[0] ?? '');
      if (!answer.ok || !option) throw new Error(`The payment page answered ${answer.status}.`);
      const { rpcUrl } = world.addresses;
      const token = option.token as `0x${string}`;
      const made = await payInvoice({
        rpcUrl,
        token,
        to: option.address as `0x${string}`,
        amount: BigInt(option.tagged),
      });
      return { value: null, evidence: `transaction ${made.txHash}` };
    });
    return null;
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  record.onFailure(() => shooter(record, page)('failed-payment-page'));
  await record.step('The payment page opens the sealed invoice and verifies its signature', async () => {
    await page.goto(link);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: /^Practice wallet/ }).waitFor();
    await shooter(record, page)('payment-page-before');
    return { value: null, evidence: (await page.getByRole('heading', { level: 1 }).innerText()).replaceAll('\n', ' ') };
  });
  await record.step('The client pays from a wallet in the browser', async () => {
    await payWithPracticeWallet(page);
    await shooter(record, page)('payment-page-on-its-way');
    return { value: null, evidence: 'ERC-20 transfer with the invoice’s tag, confirmed in the practice wallet' };
  });
  return page;
}

/** Reads what was settled and how long it took. */
async function settle(record: DemoRecord, blocks: BlockTimes, sender: Sender, paidAt: number): Promise<void> {
  await record.step('The invoice is Paid on the owner’s screen, checked on the owner’s own endpoint', async () => {
    const view = sender.view();
    const paid = view.payments.find(({ payment }) => payment.state === 'confirmed' || payment.state === 'final');
    if (!paid) throw new Error('The invoice says Paid, and no payment is confirmed.');
    const { payment, verification } = paid;
    if (verification.status !== 'verified')
      throw new Error(`The payment is ${verification.status}: ${verification.detail}`);
    const held = await blocks.timeOf(BigInt(payment.blockNumber));
    const confirmed = await blocks.timeOf(BigInt(payment.blockNumber) + BigInt(payment.requiredConfirmations) - 1n);
    record.summary.payment = {
      chainId: payment.chainId,
      txHash: payment.txHash,
      blockNumber: payment.blockNumber,
      logIndex: payment.logIndex,
      token: payment.token,
      amount: payment.units,
    };
    record.summary.settlement = view.settlement?.status ?? null;
    record.summary.secondsToPaid = (paidAt - held) / 1000;
    record.summary.secondsOverConfirmations = (paidAt - confirmed) / 1000;
    const times = `${record.summary.secondsToPaid.toFixed(2)} s after its block, ${record.summary.secondsOverConfirmations.toFixed(2)} s after the last confirmation`;
    return {
      value: null,
      evidence: `block ${payment.blockNumber}, log ${payment.logIndex}, ${payment.txHash}; ${times}`,
    };
  });
}

async function showReceipt(record: DemoRecord, page: Page): Promise<void> {
  await record.step('The payment page says Paid, with a receipt', async () => {
    await page.getByRole('heading', { name: 'Paid' }).first().waitFor();
    await shooter(record, page)('payment-page-after');
    return { value: null, evidence: (await page.getByRole('heading', { name: 'Paid' }).first().innerText()).trim() };
  });
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
