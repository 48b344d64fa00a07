import { describe, expect, test } from 'vitest';
import type { AdjustmentView, InvoiceView, PaymentView } from '../../../shared/app-api/views.ts';
import { availableActions, leftToCredit } from '../../../src-renderer/invoice/available-actions.ts';
import { describeAdjustment } from '../../../src-renderer/invoice/describe-adjustment.ts';
import { paymentRemarks, standingWords } from '../../../src-renderer/invoice/payment-remarks.ts';
import { isPaidByChain } from '../../../src-renderer/invoice/settlement-bar.tsx';
import { adjustment, payment } from '../../helpers/scripted-data.ts';
import { addInvoice, createScriptedEngine } from '../../helpers/scripted-engine.ts';
import { issue, settle } from '../../helpers/scripted-invoices.ts';

const verified = { status: 'verified', detail: '', checkedAt: null } as const;
const mismatch = { status: 'mismatch', detail: '', checkedAt: null } as const;

/** An invoice of $1,200.00 as the engine would show it. */
function viewOf(
  payments: PaymentView[] = [],
  adjustments: AdjustmentView[] = [],
  lifecycle?: 'void' | 'uncollectible',
) {
  const { state } = createScriptedEngine();
  const invoice = addInvoice(state, 'i');
  issue(state, invoice, 'INV-2026-0001');
  invoice.view = { ...invoice.view, adjustments, lifecycle: lifecycle ?? invoice.view.lifecycle };
  settle(invoice, payments);
  return invoice.view;
}

const actions = (view: InvoiceView): string[] => [...availableActions(view)].sort();

describe('actions', () => {
  test('a draft has none, an open invoice has no receipt and no refund', () => {
    const { state } = createScriptedEngine();
    expect(actions(addInvoice(state, 'd').view)).toEqual([]);
    expect(actions(viewOf())).toEqual(['credit', 'outside', 'void', 'write-off']);
  });

  test('what was paid into or put right by hand cannot be voided; what does not check out is no payment', () => {
    expect(actions(viewOf([payment(5n, { state: 'seen' }, verified)]))).not.toContain('void');
    expect(actions(viewOf([], [adjustment('a', 'paid-outside', '5')]))).not.toContain('void');
    expect(actions(viewOf([], [{ ...adjustment('a', 'paid-outside', '5'), undone: true }]))).toContain('void');
    expect(actions(viewOf([payment(5n, {}, mismatch)]))).toContain('void');
    expect(actions(viewOf([payment(5n, {}, mismatch)]))).not.toContain('refund');
    expect(actions(viewOf([payment(5n, { state: 'reversed' }, verified)]))).not.toContain('refund');
  });

  test('paid has a receipt and asks for nothing; cash has no transaction to refund', () => {
    expect(actions(viewOf([payment(120_000n, {}, verified)]))).toEqual(['credit', 'receipt', 'refund']);
    expect(actions(viewOf([], [adjustment('a', 'paid-outside', '120000')]))).toEqual(['credit', 'receipt']);
  });

  test('void can only be reinstated; written off it can still be paid, credited and reinstated', () => {
    expect(actions(viewOf([], [], 'void'))).toEqual(['reinstate']);
    expect(actions(viewOf([], [], 'uncollectible'))).toEqual(['credit', 'outside', 'reinstate']);
  });

  test('credited in full there is nothing left to credit, and nothing was received', () => {
    const view = viewOf([], [adjustment('a', 'credit-note', '120000')]);
    expect(view.lifecycle).toBe('credited');
    expect(leftToCredit(view)).toBe(0n);
    expect(actions(view)).toEqual([]);
  });
});

describe('words', () => {
  test('a payment says what is unusual about it, and nothing else', () => {
    const plain = payment(5n, {}, verified);
    expect(paymentRemarks(plain)).toEqual([]);
    const odd = { ...payment(5n, { rule: 'assumed', late: true }, verified), unreported: true, movedTo: 'key' };
    expect(paymentRemarks(odd).map(({ text }) => text.split(/[: ]/)[0])).toEqual([
      'Assumed',
      'Unreported',
      'Late',
      'The',
    ]);
  });

  test('confirmed counts and is not final; final is the device’s word, not the relay’s', () => {
    expect(standingWords(payment(5n, {}, verified))).toBe('Confirmed, not final yet');
    expect(standingWords({ ...payment(5n, { state: 'final' }, verified), isFinal: false })).toBe(
      'Confirmed, not final yet',
    );
    expect(standingWords(payment(5n, { state: 'final' }, verified))).toBe('Final');
  });

  test('an assignment of nothing is a payment taken off', () => {
    expect(describeAdjustment(adjustment('a', 'assignment', '0'), '$0.00').title).toBe('Payment taken off');
    expect(describeAdjustment(adjustment('a', 'assignment', '5'), '$0.05').title).toBe('$0.05 assigned by you');
  });

  test('finality is told only of money that came by chain', () => {
    const settled = (view: InvoiceView) => view.settlement && isPaidByChain(view.settlement);
    expect(settled(viewOf([], [adjustment('a', 'paid-outside', '120000')]))).toBe(false);
    expect(settled(viewOf([payment(60_000n, {}, verified)], [adjustment('a', 'paid-outside', '60000')]))).toBe(true);
    expect(settled(viewOf([payment(60_000n, {}, verified)]))).toBe(false);
  });
});
