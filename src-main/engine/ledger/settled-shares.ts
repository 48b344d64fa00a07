import type { PayableInvoice } from '../../../shared/payment/payment-terms.ts';
import type { RefundMade } from '../../../shared/payment/remedies.ts';
import type { Share } from '../../../shared/payment/rest.ts';
import { settle } from '../../../shared/payment/settle.ts';
import { optionOf } from '../../../shared/payment/exact-sum.ts';
import { settledShare, shareText } from '../../../shared/payment/settled-share.ts';
import { effectiveLedger } from './fold-settlement.ts';
import type { InvoiceLedger } from './invoice-ledger.ts';

/**
 * The part of an invoice that is settled now by more than the transfers which a relay sees; its relay
 * and page are told it.
 */
export function settledNow(payable: PayableInvoice, ledger: InvoiceLedger): Share {
  const { payments, remedies } = effectiveLedger(payable, ledger);
  const { outside, credited, forgiven } = settle(payable, payments, remedies);
  const stated = remedies.assigned
    .filter(({ payment }) => payment.state === 'confirmed' || payment.state === 'final')
    .filter(({ payment }) => !optionOf(payable.terms.options, payment))
    .reduce((sum, { value }) => sum + (value ?? 0n), 0n);
  return settledShare(payable, outside + credited + forgiven + stated, remedies.refunds);
}

/**
 * Every share that may have been settled otherwise at some time, for checking the rest that a payer was asked for then:
 * the beginnings of the invoice's adjustments in the order in which they were made and undone, of those alone that
 * stand, and of either without refunds, which count some time after they were recorded.
 */
export function settledSharesEver(payable: PayableInvoice, ledger: InvoiceLedger): readonly Share[] {
  const all = changesOf(payable, ledger);
  const standing = all.filter(({ undoneAt }) => undoneAt === null);
  const restored = standing.map((change) => ({ ...change, at: change.changedAt }));
  const shares = new Map<string, Share>();
  for (const changes of [all, standing, restored])
    for (const some of [changes, changes.filter(({ refund }) => refund === null)])
      for (const share of beginnings(payable, some)) shares.set(shareText(share), share);
  return [...shares.values()];
}

/** One adjustment: what it settles (minor units), or the transfer that went back; ISO 8601. */
interface Change {
  readonly at: string;
  readonly changedAt: string;
  readonly undoneAt: string | null;
  readonly amount: bigint;
  readonly refund: Pick<RefundMade, 'chainId' | 'token' | 'units' | 'value'> | null;
}

function changesOf(payable: PayableInvoice, { remedies, refunds, assigned }: InvoiceLedger): Change[] {
  const denied = new Set(
    refunds.filter(({ verification }) => verification?.status === 'mismatch').map(({ refund }) => refund.id),
  );
  const own = remedies.flatMap((document): Change[] => {
    const { id, kind, amount, transfer, createdAt, updatedAt, undone } = document;
    const base = { at: createdAt, changedAt: updatedAt, undoneAt: undone ? updatedAt : null };
    if (kind === 'credit-note' || kind === 'paid-outside') return [{ ...base, amount: BigInt(amount), refund: null }];
    if (kind !== 'refund' || !transfer || denied.has(id)) return [];
    return [{ ...base, amount: 0n, refund: { ...transfer, value: BigInt(amount) } }];
  });
  const stated = assigned.flatMap(({ word, share, payment }): Change[] => {
    if (share.value === null || optionOf(payable.terms.options, payment)) return [];
    const base = { at: word.createdAt, changedAt: word.updatedAt, undoneAt: word.undone ? word.updatedAt : null };
    return [{ ...base, amount: BigInt(share.value), refund: null }];
  });
  return [...own, ...stated];
}

/** The shares after each step: an adjustment made, or taken back. */
function beginnings(payable: PayableInvoice, changes: readonly Change[]): Share[] {
  const steps = changes
    .flatMap((change) => [
      { at: change.at, change, isMade: true },
      ...(change.undoneAt === null ? [] : [{ at: change.undoneAt, change, isMade: false }]),
    ])
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const inForce = new Set<Change>();
  return steps.map(({ change, isMade }) => {
    if (isMade) inForce.add(change);
    else inForce.delete(change);
    const amount = [...inForce].reduce((sum, each) => sum + each.amount, 0n);
    return settledShare(
      payable,
      amount,
      [...inForce].flatMap(({ refund }) => refund ?? []),
    );
  });
}
