import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { liveState, paymentOf } from './live-states.ts';
import { usePageWorld } from './page-world.ts';
import { sealInvoice, tokenOf, type InvoiceWishes } from './sealed-invoice.ts';

const world = usePageWorld();
const usdcOnBase = { accept: [tokenOf(8453, 'USDC')] };

async function openLive(wishes: InvoiceWishes = usdcOnBase, before: readonly Partial<Payment>[] = []) {
  const sealed = sealInvoice(wishes);
  const payments = before.map((each) => paymentOf(sealed.payable, each));
  const url = world.server.publish(sealed, liveState(sealed.payable, { payments }));
  const page = await world.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const tell = (wish: Partial<LinkState>) => world.server.tell(sealed.id, liveState(sealed.payable, wish));
  return {
    page,
    sealed,
    tell,
    pay: (...each: Partial<Payment>[]) => tell({ payments: each.map((one) => paymentOf(sealed.payable, one)) }),
  };
}

describe('live state', () => {
  test('waiting, seen, confirming n of N, paid; and nothing is called paid before it is', async () => {
    const { page, pay } = await openLive();
    const badge = page.locator('.badge');
    expect(await badge.innerText()).toBe('Awaiting payment');
    await page.getByText('This page updates by itself').waitFor();
    pay({ state: 'seen', confirmations: 0, requiredConfirmations: 10 });
    await badge.filter({ hasText: 'Payment seen' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).count()).toBe(0);
    expect(await page.getByText('paid', { exact: false }).allInnerTexts()).toEqual(['Paid']);
    pay({ state: 'confirming', confirmations: 4, requiredConfirmations: 10 });
    await page.getByText('4 of 10 confirmations').waitFor();
    expect(await page.locator('.act > [role=status]').innerText()).toContain('being confirmed: 4 of 10');
    expect(await page.getByRole('heading', { name: 'Paid' }).count()).toBe(0);
    pay({ state: 'confirmed', confirmations: 10, requiredConfirmations: 10 });
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    expect(await badge.innerText()).toBe('Paid');
    expect(await page.title()).toMatch(/^Paid · /);
  });

  test('the receipt names amount, network, transaction with its explorer, time, and prints', async () => {
    const { page } = await openLive(usdcOnBase, [{}]);
    const receipt = page.getByRole('region', { name: 'Paid' });
    const text = await receipt.innerText();
    for (const said of ['$1,200.00', '1,200.00 USDC', 'Base', '2026']) expect(text).toContain(said);
    const link = receipt.getByRole('link', { name: 'Open the transaction in an explorer' });
    expect(await link.getAttribute('href')).toBe(`https://basescan.org/tx/0x${'ab'.repeat(32)}`);
    expect(await link.getAttribute('rel')).toContain('noreferrer');
    await page.emulateMedia({ media: 'print' });
    expect(await receipt.innerText()).toContain(`0x${'ab'.repeat(32)}`);
    expect(await page.getByRole('button', { name: 'Print receipt' }).isVisible()).toBe(false);
  });

  test('a part payment is said, and exactly the rest is asked for', async () => {
    const { page, pay } = await openLive();
    pay({ units: '500000000' });
    await page.getByRole('heading', { name: 'Pay the remaining $700.00' }).waitFor();
    expect(await page.getByText('$700.00 is still missing').isVisible()).toBe(true);
    expect(await page.locator('.field-large').innerText()).toBe('700.004217 USDC');
  });

  test('too much and too late are explained, and are paid all the same', async () => {
    const { page } = await openLive(usdcOnBase, [{ units: '1300000000', late: true }]);
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    expect(await page.getByText('$100.00 too much').isVisible()).toBe(true);
    expect(await page.getByText('It arrived after the time to pay had passed').isVisible()).toBe(true);
  });

  test('a payment that the chain took back is explained, and the invoice is unpaid again', async () => {
    const { page, pay } = await openLive(usdcOnBase, [{}]);
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    pay({ state: 'reversed' });
    await page.getByText('A payment was reversed').waitFor();
    expect(await page.locator('.badge').innerText()).toBe('Payment reversed');
    expect(await page.getByRole('heading', { name: 'Paid' }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).isVisible()).toBe(true);
  });

  test('void asks for nothing, even in the middle of things', async () => {
    const { page, tell } = await openLive();
    await page.getByRole('heading', { name: 'Pay this invoice' }).waitFor();
    tell({ status: 'void' });
    await page.getByText('This invoice has been withdrawn').waitFor();
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).count()).toBe(0);
    expect(await page.locator('.qr').count()).toBe(0);
  });

  test('expired says so and can still be paid late', async () => {
    const { page } = await openLive({
      ...usdcOnBase,
      draft: { issueDate: '2024-01-01', dueDate: '2024-01-31' },
      monitorDays: 3650,
    });
    await page.getByText('The time to pay has passed').first().waitFor();
    expect(await page.locator('.badge').innerText()).toBe('Expired');
    expect(await page.getByText('31 January 2024 — overdue').isVisible()).toBe(true);
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).isVisible()).toBe(true);
  });

  test('a chain that is behind is said to be checked with delay', async () => {
    const { page, sealed, tell } = await openLive();
    const chains = liveState(sealed.payable).chains.map((chain) => ({ ...chain, status: 'unreachable' as const }));
    tell({ chains });
    await page.getByText('Base is being checked with delay').waitFor();
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).isVisible()).toBe(true);
  });
});

describe('when news does not come by stream', () => {
  test('it is asked for', async () => {
    world.server.streams = false;
    const { page, pay } = await openLive();
    pay({});
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
  });

  test('a cut stream comes back by itself', async () => {
    const { page, pay } = await openLive();
    await page.getByText('This page updates by itself').waitFor();
    world.server.cutStreams();
    pay({ state: 'confirming', confirmations: 1, requiredConfirmations: 10 });
    await page.getByText('1 of 10 confirmations').waitFor();
    pay({});
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
  });

  test('a relay that is gone leaves the invoice on screen, and says so calmly until it is back', async () => {
    const { page, pay } = await openLive();
    await page.getByText('This page updates by itself').waitFor();
    world.server.trouble = 503;
    world.server.cutStreams();
    await page.getByText('The connection to the server is interrupted').waitFor();
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).isVisible()).toBe(true);
    pay({});
    world.server.trouble = null;
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
  });
});
