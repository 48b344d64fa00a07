import { expect, test } from 'vitest';
import type { InvoiceView } from '../../../../shared/app-api/invoice-view.ts';
import { availableActions, creditLeft } from '../../../../src-renderer/invoice/available-actions.ts';
import { adjustment, payment } from '../../../helpers/scripted-data.ts';
import { addInvoice, createScriptedEngine } from '../../../helpers/scripted-engine.ts';
import { scriptedView } from '../../../helpers/scripted-view.ts';

const verified = { status: 'verified', detail: '', checkedAt: null } as const;
const mismatch = { status: 'mismatch', detail: '', checkedAt: null } as const;
const actions = (view: InvoiceView): string[] => [...availableActions(view)].sort();

test('a draft has none, an open invoice has no receipt and no refund', () => {
  const { state } = createScriptedEngine();
  expect(actions(addInvoice(state, 'd').view)).toEqual([]);
  expect(actions(scriptedView())).toEqual(['credit', 'outside', 'void', 'write-off']);
});

test('what was paid into or put right by hand cannot be voided; what does not check out is no payment', () => {
  expect(actions(scriptedView([payment(5n, { state: 'seen' }, verified)]))).not.toContain('void');
  expect(actions(scriptedView([], [adjustment('a', 'paid-outside', '5')]))).not.toContain('void');
  expect(actions(scriptedView([], [{ ...adjustment('a', 'paid-outside', '5'), undone: true }]))).toContain('void');
  expect(actions(scriptedView([payment(5n, {}, mismatch)]))).toContain('void');
  expect(actions(scriptedView([payment(5n, {}, mismatch)]))).not.toContain('refund');
  expect(actions(scriptedView([payment(5n, { state: 'reversed' }, verified)]))).not.toContain('refund');
});

test('paid has a receipt and asks for nothing; cash has no transaction to refund', () => {
  expect(actions(scriptedView([payment(120_000n, {}, verified)]))).toEqual(['credit', 'receipt', 'refund']);
  expect(actions(scriptedView([], [adjustment('a', 'paid-outside', '120000')]))).toEqual(['credit', 'receipt']);
});

test('void can only be reinstated, or sent back what came all the same; written off it can still be paid, credited and reinstated', () => {
  expect(actions(scriptedView([], [], 'void'))).toEqual(['reinstate']);
  expect(actions(scriptedView([payment(120_000n, {}, verified)], [], 'void'))).toEqual(['refund', 'reinstate']);
  expect(actions(scriptedView([], [], 'uncollectible'))).toEqual(['credit', 'outside', 'reinstate']);
});

test('credited in full there is nothing left to credit, and nothing was received', () => {
  const view = scriptedView([], [adjustment('a', 'credit-note', '120000')]);
  expect(view.lifecycle).toBe('credited');
  expect(creditLeft(view)).toBe(0n);
  expect(actions(view)).toEqual([]);
});
