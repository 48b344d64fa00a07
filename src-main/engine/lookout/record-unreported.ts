import { findChain } from '../../../shared/money/chain.ts';
import { requiredConfirmations } from '../../../shared/money/confirmation-policy.ts';
import type { Attribution } from '../../../shared/payment/attribution.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import { transferKey, type TransferLog } from '../../../shared/payment/transfer.ts';
import { unitsText } from '../adjustments/adjustment-notes.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { markWaiting } from '../ledger/mark-waiting.ts';
import { invoiceOfLink, settleLink } from '../ledger/settle-invoice.ts';
import { settleWords } from '../ledger/settle-words.ts';

/** Unreported transfers of nobody that are taken in at most: anybody can shower an address with specks. */
const mostUnmatched = 200;

/**
 * Takes a transfer into the ledger that the own endpoint found and the relay has not told of: a payment, or a
 * transfer for the inbox. Like any other it counts only by the check that follows. What the relay tells of it later
 * stands in its place.
 *
 * @returns Whether it was taken in.
 */
export async function recordUnreported(
  db: EngineDatabase,
  log: TransferLog,
  attribution: Attribution,
  at: string,
): Promise<boolean> {
  const transfer = toTransfer(log);
  const { key: id, txHash } = transfer;
  const base = { id, rev: '', txHash, unreported: true, seq: 0 };
  switch (attribution.kind) {
    case 'ignored':
      return false;
    case 'unmatched': {
      const { reason, candidates } = attribution;
      if ((await countUnmatched(db)) >= mostUnmatched) return false;
      await markWaiting(db, [{ payment: { ...transfer, rule: 'manual', late: false }, linkId: '' }]);
      await db.unmatched.insertIfNotExists({ ...base, at, reason, candidates: [...candidates], transfer });
      await settleWords(db, transfer, at);
      return true;
    }
    case 'credited': {
      const { watch, rule, late } = attribution;
      const payment: Payment = { ...transfer, rule, late };
      const { linkId } = watch;
      const { state } = payment;
      await markWaiting(db, [{ payment, linkId }]);
      await db.payments.insertIfNotExists({ ...base, linkId, state, seenAt: at, updatedAt: at, payment });
      const isPublished = (await invoiceOfLink(db, linkId))?.publishedAt !== '';
      await settleLink(db, linkId, { at, notesFor: (invoiceId) => [noteOf(invoiceId, payment, isPublished, at)] });
      return true;
    }
  }
}

async function countUnmatched(db: EngineDatabase): Promise<number> {
  const found = await db.unmatched.find().exec();
  return found.filter(({ unreported }) => unreported).length;
}

/**
 * The transfer as if the relay had told of it with all its confirmations: how many there are is for the check to say,
 * for nobody tells of the next ones.
 */
function toTransfer(log: TransferLog): Omit<Payment, 'rule' | 'late'> {
  const { blockNumber, units, ...rest } = log;
  const { blocks } = requiredConfirmations(log.chainId, log.token, units);
  return {
    ...rest,
    key: transferKey(log),
    blockNumber: blockNumber.toString(),
    units: units.toString(),
    state: 'confirmed',
    confirmations: blocks,
    requiredConfirmations: blocks,
  };
}

function noteOf(invoiceId: string, payment: Payment, isPublished: boolean, at: string) {
  const { chainId, token, units, blockNumber, key, txHash } = payment;
  const where = `${unitsText(chainId, token, units)} on ${findChain(chainId)?.name ?? `chain ${chainId}`}, block ${blockNumber}`;
  const why = isPublished
    ? 'The relay has not told of it.'
    : 'The invoice is not published, so no relay watches for it.';
  const detail = `Your own endpoint found ${where}. ${why}`;
  return { invoiceId, kind: 'payment-unreported', occasion: key, at, detail, paymentKey: key, txHash } as const;
}
