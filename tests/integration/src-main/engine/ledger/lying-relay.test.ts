import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import { payInvoice } from '../../../../../practice/chain/payer.ts';
import { createPracticeClient, type PracticeClient } from '../../../../../practice/chain/practice-chain.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../../practice/start-practice-world.ts';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import type { Verification } from '../../../../../shared/app-api/payment-view.ts';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { unwrap } from '../../../../../shared/result.ts';
import type { PaymentCheck } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { startVerificationLoop } from '../../../../../src-main/engine/sync/verification-loop.ts';
import {
  createWorkspace,
  engineOptions,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from '../engine-fixture.ts';
import { lyingFetch, type Lie } from './lying-fetch.ts';

/** Changes what is said of every payment. */
const about =
  (change: (payment: Payment) => Partial<Payment>): Lie =>
  (events) =>
    events.map((event) =>
      event.type === 'payment' ? { ...event, payment: { ...event.payment, ...change(event.payment) } } : event,
    );
const calledConfirmed = { state: 'confirmed', confirmations: 3, requiredConfirmations: 3 } as const;

describe.skipIf(findAnvil() === undefined)('a relay that lies', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let world: PracticeWorld;
  let chain: PracticeClient;
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let app: AppClient;
  const relay = lyingFetch();

  beforeAll(async () => {
    folder = await temporaryFolder();
    // A block for each transaction, and more only when they are asked for.
    world = await startPracticeWorld({
      folder: `${folder.path}/world`,
      ports: 'any',
      blockTimeSeconds: 0,
      log: () => {},
    });
    const { addresses } = world;
    chain = createPracticeClient(addresses.rpcUrl);
    engine = await startEngine(
      engineOptions(`${folder.path}/data`, {
        practice: addresses,
        relayOrigin: addresses.relayOrigin,
        fetch: relay.fetch,
      }),
    );
    app = engine.app;
    await createWorkspace(app);
  });
  afterAll(async () => {
    await engine?.close();
    await world?.stop();
    await folder.remove();
  });

  const mine = (blocks: number) => chain.mine({ blocks });
  const show = (id: string, test: (view: InvoiceView) => boolean) =>
    waitFor(app, 'invoice', { id }, (view) => view !== null && test(view)) as Promise<InvoiceView>;
  const checked = (id: string, status: Verification['status']) =>
    show(id, (view) => view.payments.some(({ verification }) => verification.status === status));

  async function publish() {
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    unwrap(await app.call('invoice.issue', { id }));
    unwrap(await app.call('invoice.send', { id, mode: 'publish-only', to: null }));
    const view = await show(id, ({ delivery }) => delivery === 'delivered');
    const option = view.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
    if (!option) throw new Error('The practice invoice takes no USDC');
    return { id, option };
  }
  const pay = ({ option }: Awaited<ReturnType<typeof publish>>) =>
    payInvoice({
      rpcUrl: world.addresses.rpcUrl,
      token: option.token as `0x${string}`,
      to: option.address as `0x${string}`,
      amount: BigInt(option.tagged),
    });

  test('"confirmed" too early is not Paid until the own endpoint sees the blocks, and nothing flickers', async () => {
    relay.tell(about(() => calledConfirmed));
    const invoice = await publish();
    const statuses: string[] = [];
    const stop = app.watch('invoice', { id: invoice.id }, (view) => {
      for (const { verification } of view?.payments ?? []) statuses.push(verification.status);
    });
    await pay(invoice);
    const early = await checked(invoice.id, 'verified');
    expect(early).toMatchObject({ state: 'open', settlement: { status: 'unpaid', received: '0', pending: '120000' } });
    expect(early.payments[0]).toMatchObject({
      payment: { state: 'confirmed' },
      verification: { detail: 'Checked on your own endpoint: 1 of 3 confirmations so far.' },
    });
    const row = await waitFor(app, 'invoices', { filter: 'all', search: '', offset: 0, limit: 5 });
    expect(row.rows[0]).toMatchObject({ state: 'open', pending: { requiredConfirmations: 3 } });
    await mine(1);
    await show(invoice.id, ({ payments }) => payments[0]?.verification.detail.includes('2 of 3') ?? false);
    await mine(1);
    const paid = await show(invoice.id, ({ state }) => state === 'paid');
    expect(paid.payments[0]?.verification.detail).toBe('Checked on your own endpoint, with all 3 confirmations.');
    stop();
    expect(statuses.join().replaceAll(/(\w+)(,\1)+/g, '$1')).toMatch(/^(waiting,)?verified$/);
  });

  test('a wrong amount, fewer confirmations than the chain needs, and another invoice’s money do not count', async () => {
    const invoice = await publish();
    const linkId = await linkIdOf(invoice.id);
    const other = await publish();
    relay.tell(about(() => ({ state: 'confirmed', confirmations: 1, requiredConfirmations: 1 })));
    await pay(other);
    expect(await checked(other.id, 'verified')).toMatchObject({ state: 'open' });
    relay.tell((events) =>
      events.map((event) =>
        event.type === 'payment' ? { ...event, linkId, payment: { ...event.payment, ...calledConfirmed } } : event,
      ),
    );
    await mine(2);
    const robbed = await checked(invoice.id, 'mismatch');
    expect(robbed).toMatchObject({ state: 'open', settlement: { received: '0' } });
    expect(robbed.payments[0]?.verification.detail).toContain('exact amount that marks this invoice');

    const third = await publish();
    relay.tell(about(() => ({ ...calledConfirmed, units: '999000000000' })));
    await pay(third);
    const inflated = await checked(third.id, 'mismatch');
    expect(inflated).toMatchObject({ state: 'open', settlement: { received: '0' } });
    expect(inflated.payments[0]?.verification.detail).toContain('base units, not 999000000000');
  });

  test('an invented payment does not count, in a block that is there or in none', async () => {
    const invoice = await publish();
    const [real, txHash] = [await chain.getBlock(), `0x${'5'.repeat(64)}`];
    const invent = (blockHash: string): Lie =>
      about(() => ({
        ...calledConfirmed,
        blockHash,
        blockNumber: real.number.toString(),
        txHash,
        logIndex: 0,
        key: `31337:${blockHash}:${txHash}:0`,
      }));
    relay.tell(invent(real.hash));
    await pay(invoice);
    const first = await checked(invoice.id, 'mismatch');
    expect(first).toMatchObject({ state: 'open' });
    expect(first.payments[0]?.verification.detail).toContain('no such transaction in it');
    const second = await publish();
    relay.tell(invent(`0x${'6'.repeat(64)}`));
    await pay(second);
    expect(await checked(second.id, 'mismatch')).toMatchObject({ state: 'open', settlement: { received: '0' } });
  });

  test('a reorganisation that the relay calls final is taken back, with an entry in the history', async () => {
    relay.tell(about(({ state }) => (state === 'reversed' ? { state: 'final', confirmations: 3 } : {})));
    const invoice = await publish();
    await pay(invoice);
    await mine(2);
    await show(invoice.id, ({ state }) => state === 'paid');
    await chain.request<{ Method: 'anvil_reorg'; Parameters: [number, never[]]; ReturnType: null }>({
      method: 'anvil_reorg',
      params: [3, []],
    });
    await mine(4);
    const back = await show(invoice.id, ({ state }) => state === 'open');
    expect(back).toMatchObject({
      settlement: { status: 'unpaid', received: '0' },
      payments: [{ verification: { status: 'mismatch' } }],
    });
    expect(back.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['settled', 'unsettled']));
  });

  test('a reorganisation that nobody tells of is found by looking again', async () => {
    relay.tell((events) => events);
    const invoice = await publish();
    await pay(invoice);
    await mine(2);
    const paid = await show(invoice.id, ({ state }) => state === 'paid');
    const [payment, terms] = [paid.payments[0]?.payment, paid.signed?.payable.terms];
    if (!payment || !terms) throw new Error('There is no payment');
    const checks: PaymentCheck[] = [];
    const reversed = Promise.withResolvers<PaymentCheck>();
    const loop = startVerificationLoop({
      list: async () => ({
        more: false,
        payments: [
          {
            id: payment.key,
            payment,
            linkId: await linkIdOf(invoice.id),
            required: 3,
            claim: { terms, others: [], againstAssuming: null },
            verification: checks.at(-1) ?? null,
          },
        ],
      }),
      endpointsFor: () => [world.addresses.rpcUrl],
      record: async (_, check) => {
        checks.push(check);
        if (check.status === 'mismatch') reversed.resolve(check);
      },
      now: () => new Date(),
      onTrouble: reversed.reject,
      watchEvery: 50,
    });
    await loop.check();
    expect(checks).toMatchObject([{ status: 'verified', confirmations: 3, isFinal: false }]);
    await chain.request<{ Method: 'anvil_reorg'; Parameters: [number, never[]]; ReturnType: null }>({
      method: 'anvil_reorg',
      params: [3, []],
    });
    await mine(4);
    expect((await reversed.promise).detail).toMatch(/no such transaction|reorganised/);
    await loop.stop();
  });

  test('events that could not be read are read again, though the relay tells of nothing new', async () => {
    let failures = 2;
    relay.tell((events) => {
      const isLast = events.some((event) => event.type === 'payment' && event.payment.state === 'confirmed');
      if (isLast && failures-- > 0) throw new TypeError('the connection was cut');
      return events;
    });
    const invoice = await publish();
    await pay(invoice);
    await mine(2);
    await show(invoice.id, ({ state }) => state === 'paid');
    expect(failures).toBeLessThan(2);
  });

  const linkIdOf = async (id: string): Promise<string> => {
    const { link } = await show(id, (view) => view.link !== null);
    return new URL(link ?? '').pathname.split('/').at(-1) ?? '';
  };
});
