import type { Browser, Page } from 'playwright-core';
import type { PracticeWorld } from '../../practice/start-practice-world.ts';
import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { emptyParty } from '../../shared/invoice/party.ts';
import { unwrap } from '../../shared/result.ts';
import type { WebApp } from '../app/open-web-app.ts';
import type { DemoRecord } from './demo-record.ts';
import { demoInvoice, draftInvoice, issueAndSend, setUpWorkspace } from './sender.ts';
import { shooter } from './screens.ts';

/** The owner's side after the invoice was issued and sent. */
export interface Sender {
  readonly page: Page | null;
  readonly invoiceId: string;
  readonly number: string;
  /** The invoice as the engine shows it now. */
  view(): InvoiceView;
  /** Resolves when the owner's screen says "Paid", with the time (milliseconds since 1970). */
  waitForPaid(): Promise<number>;
}

/** Drives the app in a browser: first run, network off, draft, issue, network on. */
export async function runSenderOnScreen(
  record: DemoRecord,
  world: PracticeWorld,
  app: WebApp,
  client: AppClient,
  browser: Browser,
): Promise<Sender> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const shoot = shooter(record, page);
  record.onFailure(() => shoot('failed-app'));
  await record.step('First run: a name, the practice wallet, a recovery phrase shown and confirmed', async () => {
    await page.goto(app.host.openUrl());
    await setUpWorkspace(page, shoot);
    await shoot('invoices-empty');
    return { value: null, evidence: `workspace of ${demoInvoice.seller}, paid to ${world.addresses.wallet}` };
  });
  const number = await record.step('With the network off: drafted, issued, and queued', async () => {
    await world.stopRelay();
    await workspaceWhere(client, (workspace) => workspace.relay.status === 'offline');
    await draftInvoice(page);
    await shoot('editor');
    const issued = await issueAndSend(page);
    await page.getByText('Offline').first().waitFor();
    await shoot('invoice-queued-offline');
    return { value: issued, evidence: `${issued} issued and signed with no relay running; its jobs wait` };
  });
  const watched = await watchInvoice(record, client, number);
  await networkOn(record, world, watched);
  return {
    ...watched,
    page,
    number,
    async waitForPaid() {
      await page
        .locator('.chip, [class*="chip"]')
        .getByText('Paid', { exact: true })
        .first()
        .waitFor({ timeout: 60_000 });
      return Date.now();
    },
  };
}

/** The same without a screen, over the same contract. */
export async function runSenderByEngine(record: DemoRecord, world: PracticeWorld, client: AppClient): Promise<Sender> {
  const number = await record.step('With the network off: drafted, issued, and queued', async () => {
    const seller = { ...emptyParty, name: demoInvoice.seller, email: demoInvoice.sellerEmail };
    unwrap(await client.call('workspace.create', { seller, wallet: 'practice', deviceName: 'demo' }));
    await world.stopRelay();
    await workspaceWhere(client, (workspace) => workspace.relay.status === 'offline');
    const { id } = unwrap(await client.call('invoice.create', { draft: engineDraft() }));
    const issued = unwrap(await client.call('invoice.issue', { id }));
    unwrap(await client.call('invoice.send', { id, mode: 'pdf', to: null }));
    return { value: issued.number, evidence: `${issued.number} issued and signed with no relay running` };
  });
  const watched = await watchInvoice(record, client, number);
  await networkOn(record, world, watched);
  return {
    ...watched,
    page: null,
    number,
    async waitForPaid() {
      await watched.until((view) => view.state === 'paid');
      return Date.now();
    },
  };
}

function engineDraft() {
  const { clientEmail, description, amount, currency, dueDate } = demoInvoice;
  const line = {
    id: 'line-1',
    description,
    quantity: '1',
    unit: '',
    unitPrice: amount,
    discount: { kind: 'percent', value: '' },
    taxCategory: 'Z',
    taxRate: '0',
    taxReason: '',
  } as const;
  return { buyer: { ...emptyParty, email: clientEmail }, currency, dueDate, lines: [line] };
}

interface WatchedInvoice {
  readonly invoiceId: string;
  view(): InvoiceView;
  until(holds: (view: InvoiceView) => boolean): Promise<void>;
}

async function watchInvoice(record: DemoRecord, client: AppClient, number: string): Promise<WatchedInvoice> {
  const invoiceId = await new Promise<string>((resolve) => {
    client.watch('invoices', { filter: 'all', search: '', offset: 0, limit: 10 }, ({ rows }) => {
      const row = rows.find((each) => each.number === number);
      if (row) resolve(row.id);
    });
  });
  let present: InvoiceView | null = null;
  const waiting = new Set<(view: InvoiceView) => void>();
  const first = new Promise<InvoiceView>((resolve) => {
    client.watch('invoice', { id: invoiceId }, (view) => {
      if (!view) return;
      present = view;
      resolve(view);
      for (const look of waiting) look(view);
    });
  });
  const { signed } = await first;
  const invoice = signed?.payable.invoice;
  if (invoice) record.summary.invoice = { number, total: invoice.totals.total, currency: invoice.currency };
  const view = (): InvoiceView => {
    if (!present) throw new Error('The invoice is gone.');
    return present;
  };
  return {
    invoiceId,
    view,
    until: (holds) =>
      new Promise((resolve) => {
        const look = (next: InvoiceView): void => {
          if (!holds(next)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look(view());
      }),
  };
}

async function networkOn(record: DemoRecord, world: PracticeWorld, watched: WatchedInvoice): Promise<void> {
  await record.step('With the network on again: published and emailed by itself', async () => {
    await world.startRelay();
    await watched.until((view) => view.delivery === 'delivered');
    const told = watched.view().timeline.map((entry) => entry.kind);
    return { value: null, evidence: `timeline: ${told.join(', ')}` };
  });
}

function workspaceWhere(client: AppClient, holds: (workspace: WorkspaceView) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.watch('workspace', {}, (workspace) => {
      if (!holds(workspace)) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
