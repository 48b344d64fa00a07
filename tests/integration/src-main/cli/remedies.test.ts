import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { practiceAccounts } from '../../../../practice/chain/practice-accounts.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { startPracticeWorld } from '../../../../practice/start-practice-world.ts';
import { unmatchedViewSchema } from '../../../../shared/app-api/inbox-view.ts';
import { invoiceViewSchema } from '../../../../shared/app-api/invoice-view.ts';
import { makePlace, problemCode, runHere } from './cli-fixture.ts';

const usdc = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

test('what an owner puts right from a terminal: the inbox, a refund, cash, a write-off', async () => {
  const place = makePlace();
  const world = await startPracticeWorld({
    ports: 'any',
    folder: join(place.dataDir, '..'),
    blockTimeSeconds: 1,
    log: () => undefined,
  });
  onTestFinished(() => world.stop());
  const quittance = (...args: string[]) => runHere(place, ['--json', ...args]);
  const { rpcUrl, wallet } = world.addresses;
  expect((await quittance('init', '--name', 'Ada', '--wallet', 'practice')).code).toBe(0);
  const invoice = async (amount: string): Promise<string> => {
    const fields = ['--to', 'client@example.com', '--amount', amount, '--currency', 'USD', '--due', '2999-01-31'];
    const more = ['--description', 'Work', '--send', '--mode', 'publish-only'];
    const sent = await quittance('invoice', 'create', ...fields, ...more);
    expect(sent.json()).toMatchObject({ delivery: 'sent' });
    return String(sent.json()['number']);
  };
  const show = async (number: string) => invoiceViewSchema.parse((await quittance('invoice', 'show', number)).json());
  const [first, second] = [await invoice('120.00'), await invoice('75.00')];

  const payer = practiceAccounts.payer;
  const { txHash } = await payInvoice({ rpcUrl, token: usdc, to: wallet as `0x${string}`, amount: 210_000_000n });
  // A command runs as long as it needs; what the relay tells meanwhile comes with the next one.
  const waiting = async () => {
    for (;;) {
      await quittance('status', '--wait', '10');
      const inbox = await quittance('inbox');
      const [row] = inbox.json()['rows'] as unknown[];
      const view = row === undefined ? null : unmatchedViewSchema.parse(row);
      if (view?.state === 'confirmed' && view.verification.detail.includes('with all')) return view;
    }
  };
  expect(await waiting()).toMatchObject({ txHash, value: '21000' });
  const text = await runHere(place, ['inbox']);
  expect(text.out).toContain('210.00 USDC on Practice chain');
  const short = txHash.slice(0, 12);
  const split = await quittance('inbox', 'assign', short, `${first}=130`, `${second}=75.00`);
  expect(split.json()).toMatchObject({ parts: [{ units: '130000000' }, { units: '75000000' }] });
  expect(await show(second)).toMatchObject({ settlement: { received: '7500', remaining: '0' } });
  expect(await show(first)).toMatchObject({ settlement: { over: '1000' } });
  expect((await quittance('inbox', 'list', '--list', 'assigned')).json()).toMatchObject({ total: 1 });

  const [owner] = practiceAccounts.others;
  if (!owner) throw new Error('The practice chain has no owner');
  const back = await payInvoice({ rpcUrl, token: usdc, to: payer.address, amount: 10_000_000n, from: owner });
  const refund = await quittance('invoice', 'refund', first, '--chain', '31337', '--tx', back.txHash);
  expect(refund.code).toBe(0);
  expect((await show(first)).adjustments.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['refund', 'assignment']),
  );
  const refundText = await runHere(place, ['invoice', 'show', first]);
  expect(refundText.out).toContain('Put right by hand');
  expect((await quittance('adjustment', 'undo', String(refund.json()['adjustmentId']))).code).toBe(0);

  expect((await quittance('inbox', 'undo', short)).code).toBe(0);
  const cash = await quittance('invoice', 'paid-outside', second, '--amount', '75', '--method', 'cash');
  expect(cash.code).toBe(0);
  expect(await show(second)).toMatchObject({ state: 'paid', settlement: { outside: '7500' } });
  expect((await quittance('invoice', 'write-off', first, '--reason', 'Gone')).code).toBe(0);
  expect(await show(first)).toMatchObject({ state: 'uncollectible' });
  expect((await quittance('inbox', 'internal', short)).code).toBe(0);
  const unknown = await quittance('inbox', 'undo', '0xffffffffffff');
  expect([problemCode(unknown), unknown.code]).toEqual(['transfer.unknown', 3]);
});
