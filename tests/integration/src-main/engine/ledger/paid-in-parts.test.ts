import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import { payInvoice } from '../../../../../practice/chain/payer.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../../practice/start-practice-world.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { tagMagic } from '../../../../../shared/payment/payment-tag.ts';
import { unwrap } from '../../../../../shared/result.ts';
import {
  createWorkspace,
  engineOptions,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from '../engine-fixture.ts';

describe.skipIf(findAnvil() === undefined)('an invoice paid in two parts', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let world: PracticeWorld;
  beforeAll(async () => {
    folder = await temporaryFolder();
    world = await startPracticeWorld({
      folder: `${folder.path}/world`,
      ports: 'any',
      blockTimeSeconds: 1,
      log: () => {},
    });
  });
  afterAll(async () => {
    await world?.stop();
    await folder.remove();
  });

  test('is Paid when the rest comes by hand, by its exact amount, and the own endpoint agrees', async () => {
    const { addresses } = world;
    const { app, close } = await startEngine(
      engineOptions(`${folder.path}/data`, { practice: addresses, relayOrigin: addresses.relayOrigin }),
    );
    await createWorkspace(app);
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    unwrap(await app.call('invoice.issue', { id }));
    unwrap(await app.call('invoice.send', { id, mode: 'publish-only', to: null }));
    const show = (is: (view: InvoiceView) => boolean) =>
      waitFor(app, 'invoice', { id }, (view) => view !== null && is(view)) as Promise<InvoiceView>;
    const { signed } = await show(({ delivery }) => delivery === 'delivered');
    const option = signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
    if (!signed || !option) throw new Error('The practice invoice takes no USDC');
    const pay = (amount: bigint, tag?: string) =>
      payInvoice({
        rpcUrl: addresses.rpcUrl,
        token: option.token as `0x${string}`,
        to: option.address as `0x${string}`,
        amount,
        ...(tag === undefined ? {} : { tag: `0x${tagMagic}${tag}` as const }),
      });
    const part = BigInt(option.exact) / 3n;
    await pay(part, signed.payable.terms.tag);
    await show(({ state }) => state === 'partial');
    await pay(BigInt(option.tagged) - part);
    const paid = await show(({ state, payments }) => state === 'paid' || payments.some(isDenied));
    expect(paid.payments.map(({ payment, verification }) => [payment.rule, verification.status])).toEqual([
      ['tag', 'verified'],
      ['tagged-amount', 'verified'],
    ]);
    expect(paid.settlement).toMatchObject({ status: 'paid', received: '120000' });
    await close();
  });
});

function isDenied({ verification }: InvoiceView['payments'][number]): boolean {
  return verification.status === 'mismatch';
}
