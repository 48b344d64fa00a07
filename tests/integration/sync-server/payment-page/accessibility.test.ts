import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../../shared/payment/payment.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import { findViolations } from '../../../helpers/find-violations.ts';
import { liveState, paymentOf } from './live-states.ts';
import { sizes, usePageWorld } from './page-world.ts';
import { sealInvoice, tokenOf, type InvoiceWishes } from './sealed-invoice.ts';
import { addTestWallet, type TestWalletWishes } from './test-wallet.ts';

const world = usePageWorld();

interface Scene {
  readonly payments?: readonly Partial<Payment>[];
  readonly state?: Partial<LinkState>;
  readonly wishes?: InvoiceWishes;
  readonly wallet?: TestWalletWishes;
  readonly cutKey?: boolean;
  readonly act?: (page: Page) => Promise<void>;
}

const many = [tokenOf(8453, 'USDC'), tokenOf(1, 'USDC'), tokenOf(1, 'USDT'), tokenOf(1, 'DAI')];
const long = 'Weltraumforschungsgesellschaft'.repeat(6);
const connect = (page: Page) => page.getByRole('button', { name: 'Test wallet Connect' }).click();

/** Every state in which the page looks different. */
const scenes: Readonly<Record<string, Scene>> = {
  waiting: { wishes: { accept: many } },
  'too little in the wallet': { wallet: { chainId: 31337, balance: '1' }, act: connect },
  'another network': { wallet: { chainId: 1 }, act: connect },
  confirming: { payments: [{ state: 'confirming', confirmations: 1 }] },
  'partly paid': { payments: [{ units: '500000000' }] },
  overpaid: { payments: [{ units: '1300000000', late: true }] },
  reversed: { payments: [{ state: 'reversed' }] },
  void: { state: { status: 'void' } },
  settled: { state: { status: 'settled' }, payments: [{ units: '500000000', rule: 'manual' }] },
  'credited in part': { state: { settled: { part: '1', whole: '5' } } },
  closed: { wishes: { draft: { issueDate: '2024-01-01', dueDate: '2024-01-31' } } },
  expired: { wishes: { draft: { issueDate: '2024-01-01', dueDate: '2024-01-31' }, monitorDays: 3650 } },
  'long texts': { wishes: { seller: { name: long }, lines: [{ description: long }, { description: 'שלום' }] } },
  'a cut key': { cutKey: true },
};

async function openScene(scene: Scene, options: Parameters<typeof world.newPage>[0]): Promise<Page> {
  const sealed = sealInvoice(scene.wishes);
  const payments = (scene.payments ?? []).map((each) => paymentOf(sealed.payable, each));
  const url = world.server.publish(sealed, liveState(sealed.payable, { payments, ...scene.state }));
  const page = await world.newPage(options);
  if (scene.wallet) await addTestWallet(page, scene.wallet);
  await page.goto(scene.cutKey ? url.slice(0, -3) : url);
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Opening' }).waitFor();
  await scene.act?.(page);
  return page;
}

describe.each(Object.entries(scenes))('%s', (_, scene) => {
  test('passes WCAG 2.2 AA by axe, light and dark, and does not overflow', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = colorScheme === 'light' ? sizes.desktop : sizes.phone;
      const page = await openScene(scene, { colorScheme, viewport });
      expect(await findViolations(page, ['best-practice'])).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    }
  });
});

test('can be paid by keyboard alone, and the focus goes to what comes next', async () => {
  const wallet = { chainId: 31337, balance: '5000000000' };
  const page = await openScene({ wallet }, {});
  await tabTo(page, 'Test wallet');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Pay 1,200/ }).waitFor();
  await tabTo(page, 'Pay 1,200.00 USDC');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'progress-heading');
});

test('tabs answer to the arrow keys', async () => {
  const page = await openScene({}, {});
  await page.getByRole('tab', { name: 'QR or exchange' }).focus();
  await page.keyboard.press('ArrowLeft');
  expect(await page.getByRole('tab', { name: 'Browser wallet' }).getAttribute('aria-selected')).toBe('true');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-wallet');
});

test('nothing on the page shifts while it loads and goes live', async () => {
  const sealed = sealInvoice();
  const page = await world.newPage({ viewport: sizes.phone });
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) Object.assign(window, { shifted: (Reflect.get(window, 'shifted') as number) + value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(world.server.publish(sealed, liveState(sealed.payable)));
  await page.locator('.watch-live').waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => Reflect.get(window, 'shifted') as number)).toBeLessThan(0.01);
});

/** Presses Tab until a control that begins with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (focused.startsWith(text)) return;
  }
  throw new Error(`Tab never reached "${text}"`);
}
