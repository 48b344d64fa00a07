import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../practice/chain/anvil-engine.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { createPracticeClient, type PracticeClient } from '../../../../practice/chain/practice-chain.ts';
import type { CaughtMail } from '../../../../practice/mail/mail-catcher.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../practice/start-practice-world.ts';
import type { InvoiceView } from '../../../../shared/app-api/invoice-view.ts';
import type { AppClient } from '../../../../shared/app-api/app-client.ts';
import { formatTokenAmount } from '../../../../shared/money/amount.ts';
import { tagMagic } from '../../../../shared/payment/payment-tag.ts';
import { tailUnits } from '../../../../shared/payment/tail.ts';
import { unwrap } from '../../../../shared/result.ts';
import {
  createWorkspace,
  engineOptions,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from './engine-fixture.ts';
import { pdfText } from './pdf/read-pdf.ts';

describe.skipIf(findAnvil() === undefined)('papers after payment, over a real relay, mail server and chain', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let world: PracticeWorld;
  let chain: PracticeClient;
  beforeAll(async () => {
    folder = await temporaryFolder();
    world = await startPracticeWorld({
      folder: `${folder.path}/world`,
      ports: 'any',
      // A block for each transaction and when it is told to, so that nothing is final by itself.
      blockTimeSeconds: 0,
      log: () => {},
    });
    chain = createPracticeClient(world.addresses.rpcUrl);
  });
  afterAll(async () => {
    await world?.stop();
    await folder.remove();
  });

  const mail = (subject: RegExp, to = 'grace@example.com') =>
    world.mail.waitForMail((each) => subject.test(each.subject ?? '') && JSON.stringify(each.to).includes(to), 60_000);
  /** The attached PDF, out of the message as it came over SMTP. */
  async function pdfIn({ id }: CaughtMail): Promise<Buffer> {
    const raw = (await world.mail.readRaw(id)).toString('latin1');
    const part = /Content-Type: application\/pdf[\s\S]*?\r?\n\r?\n(?<base64>[A-Za-z0-9+/=\r\n]+)/.exec(raw);
    return Buffer.from(part?.groups?.['base64'] ?? '', 'base64');
  }
  const textIn = async (caught: CaughtMail) => pdfText(await pdfIn(caught));

  async function pay(view: InvoiceView, amount: bigint): Promise<string> {
    const terms = view.signed?.payable.terms;
    const option = terms?.options.find(({ symbol }) => symbol === 'USDC');
    if (!terms || !option) throw new Error('The practice invoice takes no USDC');
    const { txHash } = await payInvoice({
      rpcUrl: world.addresses.rpcUrl,
      token: option.token as `0x${string}`,
      to: option.address as `0x${string}`,
      amount,
      tag: `0x${tagMagic}${terms.tag}`,
    });
    return txHash;
  }

  async function issueAndSend(app: AppClient) {
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    const { number } = unwrap(await app.call('invoice.issue', { id }));
    unwrap(await app.call('invoice.send', { id, mode: 'pdf', to: null }));
    const show = (is: (view: InvoiceView) => boolean) =>
      waitFor(app, 'invoice', { id }, (view) => view !== null && is(view)) as Promise<InvoiceView>;
    await show(({ delivery }) => delivery === 'delivered');
    return { id, number, show };
  }

  test('credit note, the exact rest, receipt, correction after a reorganisation, and a new receipt', async () => {
    const { addresses } = world;
    const { app, close } = await startEngine(
      engineOptions(`${folder.path}/data`, { practice: addresses, relayOrigin: addresses.relayOrigin }),
    );
    await createWorkspace(app);
    const { id, number, show } = await issueAndSend(app);
    expect(await app.call('invoice.receipt', { id })).toMatchObject({ problem: { code: 'receipt.not-paid' } });

    const credit = unwrap(await app.call('invoice.credit', { id, amount: '200.00', reason: 'Two days.' }));
    unwrap(await app.call('creditNote.send', { id: credit.adjustmentId, to: null }));
    const creditMail = await mail(/^Credit note/);
    expect(creditMail.subject).toBe(`Credit note ${credit.number} from Ada Lovelace`);
    const printed = await textIn(creditMail);
    for (const fact of ['CREDIT NOTE', credit.number, number, 'USD 200.00', 'Two days.'])
      expect(printed).toContain(fact);
    const file = unwrap(await app.call('creditNote.pdf', { id: credit.number }));
    expect(file.content).toBe((await pdfIn(creditMail)).toString('base64'));

    unwrap(await app.call('invoice.send', { id, mode: 'pdf', to: null }));
    const asked = await mail(/still open$/);
    expect(asked.subject).toContain('USD 1,000.00 still open');
    const view = await show(({ settlement }) => settlement?.remaining === '100000');
    const rest = 1_000_000_000n + tailUnits(view.signed?.payable.terms.tail ?? 0, 6);
    expect(asked.text).toContain(formatTokenAmount({ units: rest, token: { decimals: 6, symbol: 'USDC' } }, 'en'));
    const first = await pay(view, 1_000_000_000n);
    await chain.mine({ blocks: 3 });
    const paid = await show(({ state }) => state === 'paid');
    expect(paid.settlement).toMatchObject({ isFinal: false, credited: '20000', received: '100000' });
    expect(paid.jobs.some(({ kind }) => kind === 'receipt')).toBe(false);
    unwrap(await app.call('invoice.sendReceipt', { id, to: 'books@example.com' }));
    const receipt = await mail(/^Receipt/, 'books@example.com');
    const early = await textIn(receipt);
    for (const fact of [number, first, 'Confirmed', credit.number, 'USD 1,000.00']) expect(early).toContain(fact);
    expect(early).not.toContain('It is final');

    // Not in viem's list of methods: https://getfoundry.sh/anvil/reference
    await chain.request<{ Method: 'anvil_reorg'; Parameters: [number, never[]]; ReturnType: null }>({
      method: 'anvil_reorg',
      params: [4, []],
    });
    await chain.mine({ blocks: 1 });
    const correction = await mail(/^Correction/, 'books@example.com');
    expect(correction.text).toContain('Open now: USD 1,000.00');
    await show(({ settlement, payments }) => settlement?.received === '0' && payments[0]?.payment.state === 'reversed');

    const second = await pay(view, 1_000_000_000n);
    await chain.mine({ blocks: 40 });
    await show(({ settlement }) => settlement?.isFinal ?? false);
    const byItself = await mail(/^Receipt/);
    const final = await textIn(byItself);
    for (const fact of [second, 'It is final']) expect(final).toContain(fact);
    expect(final).not.toContain(first);
    await show(({ timeline }) => timeline.filter(({ kind }) => kind === 'receipt-sent').length >= 2);
    const again = await world.mail.waitForMail(
      ({ subject, to, text }) =>
        (subject ?? '').startsWith('Receipt') && JSON.stringify(to).includes('books@') && (text ?? '').includes(second),
      60_000,
    );
    expect(again.attachments).toHaveLength(1);
    await close();
  });
});
