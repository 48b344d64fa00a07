import type { Hex } from 'viem';
import { isSameAddress } from '../../../shared/money/address.ts';
import { countConfirmations, requiredConfirmations } from '../../../shared/money/confirmation-policy.ts';
import { decodeTransfer } from '../../../shared/payment/decode-transfer.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { RpcLog } from '../../../shared/payment/rpc-answers.ts';
import { transferKey } from '../../../shared/payment/transfer.ts';
import { shortReason } from '../../../shared/short-reason.ts';
import { paymentFacts, type PaymentCheck, type Report } from '../ledger/payment-check.ts';
import { checkAttribution, type Claim } from './check-attribution.ts';
import type { ChainFacts, EndpointRound } from './endpoint-round.ts';

/** Confirmations after which a payment is taken for final where an endpoint does not tell finality. */
const finalDepth = 1_000;

/**
 * A transfer as it is reported, and for whom: what says whose it is; null where that is its owner's word, and the
 * chain alone is asked.
 */
export interface ReportedPayment extends Report {
  readonly claim: Claim | null;
}

/**
 * What a payment is checked against: one of the owner's own RPC endpoints, in a round of such checks, and
 * the time of the check.
 */
export interface VerifyPaymentOptions {
  readonly endpoint: string;
  readonly round: EndpointRound;
  readonly now: () => Date;
}

type Verdict = Pick<PaymentCheck, 'status' | 'detail'> & Partial<Pick<PaymentCheck, 'confirmations' | 'isFinal'>>;

/**
 * Re-checks on the owner's own RPC endpoint what the relay says of a payment: the chain, the receipt, the very log, the
 * block's place in the chain, that it was made for this invoice, and how many confirmations the endpoint sees itself.
 *
 * `verified` says that the facts are right; whether the confirmations are enough is for `isBacked` to say. An endpoint
 * that cannot be asked, or has not come as far as the relay, answers `waiting`, never `mismatch`.
 */
export async function verifyPayment(report: ReportedPayment, options: VerifyPaymentOptions): Promise<PaymentCheck> {
  const { payment, linkId } = report;
  const verdict = await judge(report, options);
  return {
    confirmations: 0,
    isFinal: false,
    ...verdict,
    facts: paymentFacts(payment, linkId),
    checkedAt: options.now().toISOString(),
  };
}

async function judge(report: ReportedPayment, options: VerifyPaymentOptions): Promise<Verdict> {
  const { payment } = report;
  const { chainId, txHash, logIndex, blockHash } = payment;
  if (payment.key !== transferKey({ chainId, txHash: txHash as Hex, logIndex, blockHash: blockHash as Hex }))
    return mismatch('The relay filed this payment under the key of another transfer.');
  try {
    const facts = await options.round.facts(payment, options.endpoint);
    return notThere(payment, facts) ?? notThePayment(report, facts) ?? confirmed(report, facts);
  } catch (error) {
    const why = shortReason(error);
    return waiting(`Your endpoint did not answer (${why}). It is asked again by itself.`);
  }
}

/** Whether the endpoint has the transaction at all, and where the relay says it is. */
function notThere(payment: Payment, { at: { chainId, head }, block, receipt }: ChainFacts): Verdict | null {
  if (chainId !== payment.chainId)
    return waiting(`Your endpoint serves chain ${chainId}, not ${payment.chainId}; correct it in Settings.`);
  if (head < BigInt(payment.blockNumber) || !block)
    return waiting(`Your endpoint has not reached block ${payment.blockNumber} yet.`);
  const isSameBlock = block.hash === payment.blockHash;
  if (isSameBlock && !block.transactions.some((hash) => hash === payment.txHash))
    return mismatch('Your endpoint knows that block, and no such transaction in it.');
  // Behind one address there can be many nodes, not all equally far.
  if (!receipt && isSameBlock) return waiting('Your endpoint has the block, but not its receipts yet.');
  if (!receipt) return mismatch('Your endpoint knows no such transaction.');
  if (receipt.status !== 1) return mismatch('The transaction failed on chain: no token moved.');
  if (receipt.blockHash !== payment.blockHash || !isSameBlock)
    return mismatch(
      'Your endpoint has this transaction in another block: the chain was reorganised, or the report is wrong.',
    );
  return null;
}

/** Whether the log says what the relay says, and for this invoice. */
function notThePayment({ payment, claim }: ReportedPayment, { receipt, calldata }: ChainFacts): Verdict | null {
  const log = receipt?.logs.find((entry) => entry.logIndex === payment.logIndex);
  const difference = log ? compareLog(log, payment) : 'it holds no log of that number';
  if (!difference && claim?.waitsForOthers)
    return waiting('It hangs on earlier payments that your endpoint has not been asked about yet.');
  const fault = difference ?? (claim && checkAttribution(claim, payment, calldata));
  return fault ? mismatch(`The transaction is there, but ${fault}.`) : null;
}

/**
 * How many confirmations the endpoint sees: the blocks, and its chain's word that they are safe or finalized
 * where the policy asks for it. The text stays the same once all are there, so that a check that finds
 * nothing new writes nothing.
 */
function confirmed({ payment, required: needed }: ReportedPayment, { at }: ChainFacts): Verdict {
  const { head, safe, finalized } = at;
  const { awaits } = requiredConfirmations(payment.chainId, payment.token, BigInt(payment.units));
  const block = BigInt(payment.blockNumber);
  const confirmations = countConfirmations({ blocks: needed, awaits }, { block, tip: head, safe, finalized });
  const hasAll = confirmations >= needed;
  const isFinal = finalized === null ? Number(head - block) + 1 >= finalDepth : finalized >= block;
  const detail = hasAll
    ? `Checked on your own endpoint, with all ${needed} confirmations.`
    : `Checked on your own endpoint: ${confirmations} of ${needed} confirmations so far.`;
  return { status: 'verified', detail, confirmations, isFinal: isFinal && hasAll };
}

/** What in the log differs from the report, as the end of a sentence; null when nothing does. */
function compareLog(log: RpcLog, payment: Payment): string | null {
  const transfer = decodeTransfer(payment.chainId, log);
  if (!transfer) return 'that log is no token transfer';
  if (!isSameAddress(transfer.token, payment.token)) return `the token is ${log.address}, not ${payment.token}`;
  if (!isSameAddress(transfer.from, payment.from)) return 'it came from another address';
  if (!isSameAddress(transfer.to, payment.to)) return 'it went to another address';
  if (transfer.units !== BigInt(payment.units)) return `it moved ${transfer.units} base units, not ${payment.units}`;
  return null;
}

function waiting(detail: string): Verdict {
  return { status: 'waiting', detail };
}

function mismatch(detail: string): Verdict {
  return { status: 'mismatch', detail };
}
