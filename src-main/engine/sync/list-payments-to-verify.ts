import type { Payment } from '../../../shared/payment/payment.ts';
import {
  settingsId,
  type AdjustmentDocument,
  type InvoiceDocument,
  type VerificationDocument,
} from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { settledSharesEver } from '../ledger/settled-shares.ts';
import { checkingRules, isUnasked, type CheckingRules } from '../ledger/mark-waiting.ts';
import { refundPayment } from '../ledger/owner-payments.ts';
import { keyOfCheck, type PaymentCheck } from '../ledger/payment-check.ts';
import { wordOn } from '../ledger/settle-words.ts';
import { findTransfer } from '../ledger/transfers.ts';
import { mayBeAssumed } from '../workspace/assume-changes.ts';
import { againstAssuming, againstRest } from './against-assuming.ts';
import type { Claim } from './check-attribution.ts';
import { otherPayments } from './other-payments.ts';
import type { PaymentToVerify } from './verification-loop.ts';

/**
 * Transfers that were never asked about and are looked at in one round: new ones must not wait for all
 * of a restored history.
 */
const mostUnasked = 200;

/** What is to be asked about in a round, the newest matters first, and whether more waits for the next. */
export interface PaymentsToVerify {
  readonly payments: readonly PaymentToVerify[];
  readonly more: boolean;
}

/**
 * Transfers whose last word is not in: not reversed, and not yet final by the word of the owner's own endpoint. Those
 * that are credited by a rule, to an invoice that is here; those that are their owner's word or nobody's; and refunds.
 * What the relay calls final does not matter.
 */
export async function listPaymentsToVerify(db: EngineDatabase): Promise<PaymentsToVerify> {
  const rules = await checkingRules(db);
  const [open, due] = await Promise.all([
    db.payments.find({ selector: { state: { $in: ['seen', 'confirming', 'confirmed'] } } }).exec(),
    db.verifications.find({ selector: { due: true } }).exec(),
  ]);
  const verdicts = new Map(due.map((verdict) => [verdict.id, verdict.toMutableJSON()]));
  const openIds = new Set(open.map(({ id }) => id));
  const undecided = [...openIds].filter((id) => !verdicts.has(id));
  const decided = await db.verifications.findByIds(undecided).exec();
  const dueIds = [...verdicts.keys()];
  const neverAsked = new Set([...verdicts.values()].filter(isUnasked).map(({ id }) => id));
  const first = new Set([
    ...dueIds.filter((id) => neverAsked.has(id) && openIds.has(id)),
    ...undecided.filter((id) => !decided.has(id)),
    ...dueIds.filter((id) => !neverAsked.has(id)),
  ]);
  const toEntries = async (ids: readonly string[]): Promise<PaymentToVerify[]> => {
    const entries = await Promise.all(ids.map((id) => toVerify(db, rules, id, verdicts.get(id))));
    return entries.filter((entry) => entry !== null);
  };
  const payments = await toEntries([...first]);
  const backlog = dueIds.filter((id) => !first.has(id));
  // Those of blocks that are gone have no entry, and must not stand in the way of the others.
  let taken = 0;
  while (backlog.length > 0 && taken < mostUnasked) {
    const some = await toEntries(backlog.splice(0, mostUnasked));
    taken += some.length;
    payments.push(...some);
  }
  return { payments, more: backlog.length > 0 };
}

async function toVerify(
  db: EngineDatabase,
  rules: CheckingRules,
  id: string,
  verdict: VerificationDocument | undefined,
): Promise<PaymentToVerify | null> {
  const verification: PaymentCheck | null = verdict ? { ...verdict, checkedAt: verdict.checkedAt || null } : null;
  const transfer = await findTransfer(db, keyOfCheck(id));
  if (!transfer) return refundToVerify(rules, await db.adjustments.findOne(id).exec(), verification);
  if (transfer.payment.state === 'reversed') return null;
  if (keyOfCheck(id) !== id) {
    const payment: Payment = { ...transfer.payment, rule: 'manual' };
    return { id, payment, linkId: '', required: rules.required(payment), claim: null, verification };
  }
  const { payment, linkId } = transfer;
  // Where its owner has spoken, the rule does not matter.
  if (await wordOn(db, payment)) return null;
  const invoice = linkId === '' ? null : await db.invoices.findOne({ selector: { linkId } }).exec();
  const claim = invoice?.signed ? await claimOf(db, payment, invoice.toMutableJSON()) : null;
  return claim && { id, payment, linkId, required: rules.required(payment), claim, verification };
}

function refundToVerify(
  rules: CheckingRules,
  refund: Pick<AdjustmentDocument, 'id' | 'kind' | 'undone' | 'transfer'> | null,
  verification: PaymentCheck | null,
): PaymentToVerify | null {
  if (!refund?.transfer || refund.undone) return null;
  const payment = refundPayment(refund.transfer, rules);
  const required = payment.requiredConfirmations;
  return { id: refund.id, payment, linkId: '', required, claim: null, verification };
}

async function claimOf(db: EngineDatabase, payment: Payment, invoice: InvoiceDocument): Promise<Claim | null> {
  if (!invoice.signed) return null;
  const settings = await db.settings.findOne(settingsId).exec();
  const { against, waits } =
    payment.rule === 'assumed'
      ? await againstAssuming(db, payment, invoice, (blockTime) => mayBeAssumed(settings, blockTime))
      : { against: null, waits: false };
  const { payable } = invoice.signed;
  const others = await otherPayments(db, invoice, payable, payment.key);
  const rest =
    payment.rule === 'tagged-amount' ? await againstRest(db, payment, invoice) : { against: null, waits: false };
  return {
    terms: payable.terms,
    others: others.now,
    othersBefore: others.before,
    shares: settledSharesEver(payable, await readLedger(db, invoice)),
    againstAssuming: against,
    againstRest: rest.against,
    waitsForOthers: waits || rest.waits,
  };
}
