import { expect, test } from 'vitest';
import type { PaymentView } from '../../../../shared/app-api/payment-view.ts';
import { confirmationWords, paymentRemarks, standingWords } from '../../../../src-renderer/invoice/payment-remarks.ts';
import { payment } from '../../../helpers/scripted-data.ts';

const verified = { status: 'verified', detail: '', checkedAt: null } as const;
const words = (change: Partial<PaymentView['payment']>): string =>
  confirmationWords(payment(100n, change, verified).payment);

test('never more than are asked for', () => {
  expect(words({ confirmations: 70, requiredConfirmations: 12 })).toBe('12/12 confirmations');
});

test('the chain’s own word is named while it is waited for, and no longer', () => {
  const large = { requiredConfirmations: 65, awaits: 'finalized' } as const;
  expect(words({ ...large, confirmations: 64 })).toBe('64/65 confirmations, until the chain calls it finalized');
  expect(words({ ...large, confirmations: 65 })).toBe('65/65 confirmations');
  expect(words({ ...large, confirmations: 3, awaits: 'blocks' })).toBe('3/65 confirmations');
});

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
