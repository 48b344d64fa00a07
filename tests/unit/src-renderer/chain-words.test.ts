import { describe, expect, test } from 'vitest';
import type { PaymentView } from '../../../shared/app-api/views.ts';
import { describeChain } from '../../../src-renderer/components/checked-through.tsx';
import { confirmationWords } from '../../../src-renderer/invoice/payment-remarks.ts';
import { minutesAgo, payment, workspace } from '../../helpers/scripted-data.ts';

describe('how far a chain was read', () => {
  test('through which block, how long ago, and what is wrong', () => {
    const [first] = workspace.chains;
    if (!first) throw new Error('The scripted workspace watches no chain');
    const now = new Date();
    const chain = { ...first, checkedAt: minutesAgo(5) };
    expect(describeChain(chain, now)).toBe('checked through block 1,284, 5 minutes ago');
    expect(describeChain({ ...chain, status: 'catching-up' }, now)).toContain('; catching up');
    expect(describeChain({ ...chain, status: 'unreachable' }, now)).toContain('; out of reach for now');
    expect(describeChain({ ...chain, status: 'unreachable', trouble: 'no endpoint answers' }, now)).toContain(
      '; no endpoint answers',
    );
    expect(describeChain({ ...chain, checkedThrough: null, checkedAt: null }, now)).toBe('not checked yet');
  });
});

describe('confirmations', () => {
  const words = (change: Partial<PaymentView['payment']>): string =>
    confirmationWords(payment(100n, change, { status: 'verified', detail: '', checkedAt: null }).payment);

  test('never more than are asked for', () => {
    expect(words({ confirmations: 70, requiredConfirmations: 12 })).toBe('12/12 confirmations');
  });

  test('the chain’s own word is named while it is waited for, and no longer', () => {
    const large = { requiredConfirmations: 65, awaits: 'finalized' } as const;
    expect(words({ ...large, confirmations: 64 })).toBe('64/65 confirmations, until the chain calls it finalized');
    expect(words({ ...large, confirmations: 65 })).toBe('65/65 confirmations');
    expect(words({ ...large, confirmations: 3, awaits: 'blocks' })).toBe('3/65 confirmations');
  });
});
