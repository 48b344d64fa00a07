import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAnvil } from '../../../../../practice/chain/anvil-engine.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { waitFor } from '../engine-fixture.ts';
import { payerAddress, startRemedyWorld, type RemedyWorld } from './remedy-world.ts';

/** What the relay was told of whether an invoice still asks for money, in order. */
function statuses({ jobs }: InvoiceView): string[] {
  return jobs.map(({ kind }) => kind).filter((kind) => kind === 'settle' || kind === 'reinstate');
}

describe.skipIf(findAnvil() === undefined)('what an owner puts right', () => {
  let world: RemedyWorld;
  beforeAll(async () => {
    world = await startRemedyWorld();
  });
  afterAll(() => world?.stop());

  const call: RemedyWorld['app']['call'] = (name, input) => world.app.call(name, input);

  test('assigned from the inbox, with the suggestion that says why, and undone', async () => {
    const invoice = await world.publish('431.00');
    const paidBefore = await world.publish('17.00');
    await world.pay(BigInt(paidBefore.option.tagged), 1);
    await world.mine(2);
    await world.show(paidBefore.id, ({ state }) => state === 'paid');
    // An exchange kept two dollars.
    const tx = await world.pay(429_000_000n, 1);
    await world.mine(2);
    const waiting = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    expect(waiting.explanation).toContain('nothing says whose it is');
    expect(waiting).toMatchObject({ value: '42900', currency: 'USD', assignment: null });
    expect(waiting.suggestions[0]).toMatchObject({ invoiceId: invoice.id, number: invoice.number, remaining: '43100' });
    expect(waiting.suggestions[0]?.reasons.slice(0, 2)).toEqual([
      'The amount is at most 2 % less than it still asks for: an exchange may have kept its fee.',
      'This payer has paid this client’s invoices before.',
    ]);
    const badge = await waitFor(world.app, 'workspace', {}, ({ unmatched }) => unmatched > 0);
    expect(badge.unmatched).toBe(1);

    const whole = [{ invoiceId: invoice.id, units: waiting.units, value: null }];
    unwrap(await call('transfer.assign', { key: waiting.key, parts: whole }));
    const paid = await world.show(invoice.id, ({ state }) => state === 'partial');
    expect(paid.settlement).toMatchObject({ received: '42900', remaining: '200' });
    expect(paid.payments).toMatchObject([{ payment: { rule: 'manual', units: '429000000' }, value: '42900' }]);
    expect(paid.adjustments).toMatchObject([{ kind: 'assignment', amount: '42900', isCounted: true, undone: false }]);
    expect(paid.timeline.map(({ kind }) => kind)).toContain('payment-assigned');
    const assigned = await world.inbox('assigned', tx);
    expect(assigned.assignment?.parts).toMatchObject([{ number: invoice.number, value: '42900', currency: 'USD' }]);
    await waitFor(world.app, 'workspace', {}, ({ unmatched }) => unmatched === 0);
    // The relay's page follows.
    await waitFor(world.app, 'jobs', {}, (jobs) =>
      jobs.some(({ kind, status }) => kind === 'assign' && status === 'done'),
    );

    unwrap(await call('transfer.undo', { key: waiting.key }));
    const back = await world.show(invoice.id, ({ settlement }) => settlement?.received === '0');
    expect(back.timeline.at(-1)?.kind).toBe('adjustment-undone');
    await world.inbox('open', tx);
    expect(await call('transfer.undo', { key: waiting.key })).toMatchObject({ problem: { code: 'transfer.no-word' } });
    unwrap(await call('transfer.markInternal', { key: waiting.key }));
    expect(await world.inbox('internal', tx)).toMatchObject({ assignment: { internal: true, parts: [] } });
  });

  test('split over two invoices, never more than it holds', async () => {
    const [first, second] = [await world.publish('1000.00'), await world.publish('250.00')];
    const tx = await world.pay(1_250_500_000n);
    await world.mine(2);
    const { key } = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    const parts = (a: string, b: string) => [
      { invoiceId: first.id, units: a, value: null },
      { invoiceId: second.id, units: b, value: null },
    ];
    expect(await call('transfer.assign', { key, parts: parts('1000000000', '250500001') })).toMatchObject({
      problem: { code: 'assignment.exceeds-transfer' },
    });
    unwrap(await call('transfer.assign', { key, parts: parts('1000000000', '250000000') }));
    await world.show(first.id, ({ state }) => state === 'paid');
    await world.show(second.id, ({ state }) => state === 'paid');
    // Said anew, the last word stands.
    unwrap(await call('transfer.assign', { key, parts: parts('1000000000', '250000000').slice(1) }));
    const released = await world.show(first.id, ({ state }) => state === 'open');
    expect(released.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['settled', 'unsettled', 'payment-released']),
    );
    await world.show(second.id, ({ state }) => state === 'paid');
  });

  test('an assumed payment is taken off by one click, and put back by one', async () => {
    const invoice = await world.publish('77.00');
    const tx = await world.pay(77_000_000n);
    await world.mine(2);
    const assumed = await world.show(invoice.id, ({ state }) => state === 'paid');
    const key = assumed.payments[0]?.payment.key ?? '';
    expect(assumed.payments).toMatchObject([{ payment: { rule: 'assumed' }, verification: { status: 'verified' } }]);
    expect(assumed.timeline.map(({ kind }) => kind)).toContain('payment-assumed');
    unwrap(await call('transfer.assign', { key, parts: [] }));
    await world.show(invoice.id, ({ state }) => state === 'open');
    expect((await world.inbox('open', tx)).explanation).toBe('You took it off an invoice.');
    unwrap(await call('transfer.undo', { key }));
    const again = await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(again.payments).toMatchObject([{ payment: { rule: 'assumed' } }]);
  });

  test('switched off, nothing is assumed from then on, also for what is out already; what was assumed before stays', async () => {
    const [before, after] = [await world.publish('61.00'), await world.publish('62.00')];
    await world.pay(61_000_000n);
    await world.mine(2);
    await world.show(before.id, ({ state }) => state === 'paid');
    unwrap(await call('settings.update', { assumeExactAmount: false }));
    await world.show(
      after.id,
      ({ jobs }) => jobs.length > 1 && jobs.every(({ kind, status }) => kind === 'publish' && status === 'done'),
    );
    const tx = await world.pay(62_000_000n);
    await world.mine(2);
    const { explanation } = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    expect(explanation).toContain('does not carry the tail');
    await world.restart();
    const stays = await world.show(before.id, ({ payments }) => payments.length > 0);
    expect(stays).toMatchObject({ state: 'paid', payments: [{ verification: { status: 'verified' } }] });
    unwrap(await call('settings.update', { assumeExactAmount: true }));
  });

  test('an assumed payment stays what it was when a reorganisation puts another before it', async () => {
    const invoice = await world.publish('78.00');
    const tx = await world.pay(78_000_000n, 1);
    await world.show(invoice.id, ({ payments }) => payments[0]?.payment.rule === 'assumed');
    await world.moveIntoNewBlock(tx, 1, () => world.pay(BigInt(invoice.option.tagged)));
    const { payments } = await world.show(
      invoice.id,
      ({ settlement }) => settlement?.status === 'overpaid' && settlement.pending === '0',
    );
    const standing = payments.filter(({ payment }) => payment.state !== 'reversed');
    expect(standing.map(({ payment, verification }) => [payment.rule, verification.status])).toEqual([
      ['tagged-amount', 'verified'],
      ['assumed', 'verified'],
    ]);
  });

  test('an assumed payment does not count where an invoice of which the relay knew nothing asked for the same', async () => {
    const invoice = await world.publish('79.00');
    world.setOffline(true);
    const rival = await world.issueUnpublished('79.00');
    await world.pay(79_000_000n, 1);
    await world.mine(2);
    await world.relayHasReadEverything();
    world.setOffline(false);
    // A device that starts tries at once.
    await world.restart();
    const doubted = await world.show(invoice.id, ({ payments }) => payments[0]?.verification.status === 'mismatch');
    expect(doubted).toMatchObject({
      state: 'open',
      settlement: { received: '0' },
      payments: [{ payment: { rule: 'assumed' } }],
    });
    expect(doubted.payments[0]?.verification.detail).toContain(`${rival.number} asked for exactly the same amount`);
    // The owner knows whose it is.
    const key = doubted.payments[0]?.payment.key ?? '';
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: rival.id, units: '79000000', value: null }] }));
    await world.show(rival.id, ({ state }) => state === 'paid');
  });

  test('paid outside, undone and restored; the relay hears that nothing more is asked for', async () => {
    const invoice = await world.publish('90.00');
    const today = new Date().toISOString().slice(0, 10);
    const outside = { id: invoice.id, amount: '40.00', method: 'cash', date: today, note: 'At the desk' } as const;
    expect(await call('invoice.recordOutside', { ...outside, amount: '0' })).toMatchObject({
      problem: { code: 'outside.nothing' },
    });
    expect(await call('invoice.recordOutside', { ...outside, date: '2999-01-01' })).toMatchObject({
      problem: { code: 'outside.date' },
    });
    const { adjustmentId } = unwrap(await call('invoice.recordOutside', outside));
    await world.show(invoice.id, ({ state }) => state === 'partial');
    unwrap(await call('invoice.recordOutside', { ...outside, amount: '50.00', method: 'bank', note: '' }));
    const paid = await world.show(
      invoice.id,
      ({ state, jobs }) => state === 'paid' && jobs.every(({ status }) => status === 'done'),
    );
    expect(paid.settlement).toMatchObject({ received: '9000', outside: '9000', remaining: '0' });
    expect(statuses(paid)).toEqual(['settle']);
    unwrap(await call('adjustment.undo', { id: adjustmentId }));
    const less = await world.show(
      invoice.id,
      ({ state, jobs }) => state === 'partial' && jobs.every(({ status }) => status === 'done'),
    );
    expect(statuses(less)).toEqual(['settle', 'reinstate']);
    expect(less.adjustments.map(({ undone }) => undone)).toEqual([true, false]);
    unwrap(await call('adjustment.restore', { id: adjustmentId }));
    await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(await call('adjustment.undo', { id: 'nothing' })).toMatchObject({ problem: { code: 'adjustment.unknown' } });
  });

  test('a refund counts once the own endpoint has it whole; one that is not there, failed, or went elsewhere is refused', async () => {
    const invoice = await world.publish('60.00');
    const paidBy = await world.pay(
      BigInt(invoice.option.tagged) + 25_000_000n - (BigInt(invoice.option.tagged) % 1_000n),
      2,
    );
    await world.mine(2);
    const { key, units } = await world.inbox('open', paidBy);
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: invoice.id, units, value: null }] }));
    await world.show(invoice.id, ({ state }) => state === 'overpaid');
    const record = (txHash: string, more: object = {}) =>
      call('invoice.recordRefund', { id: invoice.id, chainId: 31337, txHash, note: 'Paid too much', ...more });
    expect(await record('0x12')).toMatchObject({ problem: { code: 'refund.hash' } });
    expect(await record(`0x${'7'.repeat(64)}`)).toMatchObject({ problem: { code: 'refund.unknown', retryable: true } });
    expect(await record(`0x${'7'.repeat(64)}`, { chainId: 8453 })).toMatchObject({
      problem: { code: 'refund.no-endpoint' },
    });
    const elsewhere = await world.sendBack(payerAddress(3), 25_000_000n);
    expect(await record(elsewhere)).toMatchObject({ problem: { code: 'refund.elsewhere' } });
    // The payment itself goes to us, not to the payer.
    expect(await record(paidBy)).toMatchObject({ problem: { code: 'refund.elsewhere' } });

    const tx = await world.sendBack(payerAddress(2), 25_000_000n);
    const { adjustmentId } = unwrap(await record(tx));
    const early = await world.show(invoice.id, ({ adjustments }) => adjustments.some(({ kind }) => kind === 'refund'));
    expect(early).toMatchObject({ state: 'overpaid', settlement: { refunded: '0' } });
    expect(early.adjustments.find(({ kind }) => kind === 'refund')).toMatchObject({ amount: '2500', isCounted: false });
    await world.mine(2);
    const done = await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(done.settlement).toMatchObject({ received: '6000', refunded: '2500', over: '0' });
    expect(done.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['refund-recorded', 'refund-verified']),
    );
    expect(await record(tx)).toMatchObject({ problem: { code: 'refund.recorded' } });
    unwrap(await call('adjustment.undo', { id: adjustmentId }));
    await world.show(invoice.id, ({ state }) => state === 'overpaid');
    // To the address that the payer named, and nowhere else.
    expect(await record(elsewhere, { to: payerAddress(4) })).toMatchObject({ problem: { code: 'refund.elsewhere' } });
    unwrap(await record(elsewhere, { to: payerAddress(3) }));
    await world.show(invoice.id, ({ state }) => state === 'paid');
  });

  test('money that comes in for a void invoice is told there, and can be sent back', async () => {
    const invoice = await world.publish('35.00');
    unwrap(await call('invoice.void', { id: invoice.id, reason: '' }));
    await world.pay(BigInt(invoice.option.tagged));
    await world.mine(3);
    const paid = await world.show(invoice.id, ({ settlement }) => settlement?.received === '3500');
    expect(paid).toMatchObject({ state: 'void', lifecycle: 'void' });
    const tx = await world.sendBack(paid.payments[0]?.payment.from ?? '', BigInt(invoice.option.tagged));
    await world.mine(3);
    unwrap(await call('invoice.recordRefund', { id: invoice.id, chainId: 31337, txHash: tx, note: '' }));
    const back = await world.show(invoice.id, ({ settlement }) => settlement?.refunded === '3500');
    expect(back).toMatchObject({ state: 'void', settlement: { received: '0' } });
  });

  test('a refund that a reorganisation puts into another block is the same refund', async () => {
    const invoice = await world.publish('45.00');
    const paidBy = await world.pay(50_000_000n, 2);
    await world.mine(8);
    const { key, units } = await world.inbox('open', paidBy);
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: invoice.id, units, value: null }] }));
    await world.show(invoice.id, ({ state }) => state === 'overpaid');
    const tx = await world.sendBack(payerAddress(2), 5_000_000n);
    const refund = { id: invoice.id, chainId: 31337, txHash: tx, note: '' };
    unwrap(await call('invoice.recordRefund', refund));
    await world.moveIntoNewBlock(tx, 1);
    await world.mine(3);
    const done = await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(done.settlement).toMatchObject({ received: '4500', refunded: '500' });
    const counted = done.adjustments.filter(({ kind }) => kind === 'refund');
    expect(counted).toMatchObject([{ isCounted: true, transfer: { verification: { status: 'verified' } } }]);
  });

  test('a shortfall within the tolerance is let go and recorded; undone, it is not let go again but by its owner', async () => {
    unwrap(await call('settings.update', { tolerance: { absolute: '3.00', percent: '2' } }));
    const invoice = await world.publish('200.00');
    const tx = await world.pay(197_500_000n);
    await world.mine(2);
    const { key, units } = await world.inbox('open', tx);
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: invoice.id, units, value: null }] }));
    const paid = await world.show(invoice.id, ({ state }) => state === 'paid');
    expect(paid.settlement).toMatchObject({ received: '19750', forgiven: '250', remaining: '0' });
    expect(paid.timeline.map(({ kind }) => kind)).toContain('tolerance-used');
    const used = paid.adjustments.find(({ kind }) => kind === 'tolerance');
    expect(used).toMatchObject({ amount: '250', isCounted: true });
    unwrap(await call('adjustment.undo', { id: used?.id ?? '' }));
    const back = await world.show(invoice.id, ({ state }) => state === 'partial');
    expect(back.settlement).toMatchObject({ forgiven: '0', remaining: '250' });
    unwrap(await call('adjustment.restore', { id: used?.id ?? '' }));
    await world.show(invoice.id, ({ state }) => state === 'paid');
    unwrap(await call('settings.update', { tolerance: { absolute: '', percent: '' } }));
  });

  test('written off, and taken back; what comes after all is credited', async () => {
    const invoice = await world.publish('55.00');
    unwrap(await call('invoice.writeOff', { id: invoice.id, reason: 'Insolvent' }));
    const off = await world.show(
      invoice.id,
      ({ state, jobs }) => state === 'uncollectible' && jobs.every(({ status }) => status === 'done'),
    );
    expect(off.timeline.map(({ kind }) => kind)).toContain('written-off');
    await world.pay(BigInt(invoice.option.tagged));
    await world.mine(2);
    const credited = await world.show(invoice.id, ({ settlement }) => settlement?.status === 'paid');
    expect(credited.payments).toMatchObject([{ payment: { rule: 'tagged-amount' } }]);
    unwrap(await call('invoice.reinstate', { id: invoice.id }));
    await world.show(invoice.id, ({ state }) => state === 'paid');
  });

  test('a reorganisation moves an assigned transfer: the word stands on it in its new block', async () => {
    const invoice = await world.publish('83.00');
    const tx = await world.pay(80_000_000n);
    await world.mine(2);
    const { key, units } = await world.inbox('open', tx, ({ verification }) => verification.status === 'verified');
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: invoice.id, units, value: null }] }));
    await world.show(invoice.id, ({ settlement }) => settlement?.received === '8000');
    await world.moveIntoNewBlock(tx, 3);
    await world.mine(3);
    const moved = await world.show(
      invoice.id,
      ({ payments, settlement }) =>
        settlement?.received === '8000' &&
        payments.some(({ payment }) => payment.key !== key && payment.state !== 'reversed'),
    );
    expect(moved.payments.filter(({ payment }) => payment.state !== 'reversed')).toHaveLength(1);
    expect(moved.adjustments).toMatchObject([{ kind: 'assignment', isCounted: true }]);
    expect(await world.inbox('assigned', tx)).toMatchObject({ assignment: { parts: [{ invoiceId: invoice.id }] } });
  });

  test('decided offline, kept over a restart, told when the network is back', async () => {
    const invoice = await world.publish('66.00');
    const tx = await world.pay(60_000_000n);
    await world.mine(2);
    // The device's own check can be ahead of the relay's word, which must have come before the network goes.
    const { key, units } = await world.inbox(
      'open',
      tx,
      ({ verification, state }) => verification.status === 'verified' && state === 'confirmed',
    );
    world.setOffline(true);
    unwrap(await call('transfer.assign', { key, parts: [{ invoiceId: invoice.id, units, value: null }] }));
    await world.show(invoice.id, ({ settlement }) => settlement?.received === '6000');
    await world.restart();
    const queued = await world.show(invoice.id, ({ settlement }) => settlement?.received === '6000');
    expect(queued.jobs.find(({ kind }) => kind === 'assign')?.status).not.toBe('done');
    world.setOffline(false);
    await world.show(invoice.id, ({ jobs }) => jobs.some(({ kind, status }) => kind === 'assign' && status === 'done'));
  });
});
