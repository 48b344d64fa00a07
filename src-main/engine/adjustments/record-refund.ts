import { isAddress, type Hex } from 'viem';
import { remarkRule, settledText, textProblem } from '../../../shared/invoice/typed-text.ts';
import { findChain } from '../../../shared/money/chain.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { CommandInput } from '../../../shared/app-api/app-api.ts';
import { shortReason } from '../../../shared/short-reason.ts';
import type { TransferPlace } from '../database/documents.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import { readLedger, type InvoiceLedger } from '../ledger/invoice-ledger.ts';
import { readTransaction } from '../own-chain/read-transaction.ts';
import { endpointsOf, openEndpoint } from '../own-chain/own-endpoint.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { refundId } from './adjustment-ids.ts';
import { newAdjustment } from './new-adjustment.ts';
import { findAdjustment, recordAdjustment } from './record-adjustment.ts';
import { loadIssued } from './record-outside.ts';
import { refundWorth } from './refund-worth.ts';
import { newerThan } from './undo-adjustment.ts';

type Input = CommandInput<'invoice.recordRefund'>;

/**
 * Records an outgoing transaction as a refund on an invoice, after the owner's own endpoint has shown it: a transfer to
 * an address that this invoice was paid from, or to the one that the payer named (`to`). It counts once it is checked
 * like a payment, with its confirmations. One transfer is one refund.
 *
 * Fails with {@link loadIssued}, `refund.hash`, `refund.address`, `refund.no-endpoint`, `refund.unreachable` and
 * `refund.unknown` (both retryable), `refund.failed`, `refund.elsewhere`, `refund.recorded`, `refund.worth-unknown` and `text.*`.
 */
export async function recordRefund(context: InvoiceContext, input: Input): Promise<Result<{ adjustmentId: string }>> {
  const problem = textProblem(input.note, remarkRule, 'The note', ['note']);
  if (problem) return { ok: false, problem };
  const found = await findTransfers(context, input);
  if (!found.ok) return found;
  return context.exclusively(async () => {
    const { db } = context;
    const invoice = await loadIssued(db, input.id);
    if (!invoice.ok) return invoice;
    const { signed, linkId, id: invoiceId } = invoice.value;
    if (!signed) throw new Error('An issued invoice is not signed');
    const ledger = await readLedger(db, invoice.value);
    const transfer = await chooseTransfer(context, found.value, ledger, input);
    if (!transfer.ok) return transfer;
    const worth = refundWorth(signed.payable, ledger, transfer.value);
    if (worth === null)
      return fail(
        'refund.worth-unknown',
        `Invoice ${invoice.value.number} was not paid in that token, so nobody can say what it is worth. Refund in a token that the invoice names.`,
      );
    const id = refundId(transfer.value.lastingId);
    const before = await findAdjustment(db, id);
    const at = newerThan(before?.updatedAt ?? '', context);
    const facts = {
      invoiceId,
      linkId,
      amount: worth.toString(),
      note: settledText(input.note),
      transfer: transfer.value,
    };
    const base = before ?? newAdjustment({ id, kind: 'refund', ...facts, at });
    return recordAdjustment(context, {
      ...base,
      ...facts,
      txHash: transfer.value.txHash,
      undone: false,
      updatedAt: at,
    });
  });
}

/** Every transfer of the transaction, by the first of the owner's endpoints that answers. */
async function findTransfers(
  { db, options }: InvoiceContext,
  { chainId, txHash, to }: Input,
): Promise<Result<readonly TransferPlace[]>> {
  const hash = txHash.trim().toLowerCase();
  if (!/^0x[0-9a-f]{64}$/.test(hash))
    return fail('refund.hash', 'That is no transaction hash. It begins with 0x and has 64 digits after it.', {
      path: ['txHash'],
    });
  if (to !== undefined && !isAddress(to.trim()))
    return fail('refund.address', 'That is no address. Check it letter by letter.', { path: ['to'] });
  const chain = findChain(chainId)?.name ?? `chain ${chainId}`;
  const endpoints = endpointsOf(await readSettings(db, options.practice), options, chainId);
  if (endpoints.length === 0)
    return fail(
      'refund.no-endpoint',
      `A refund is checked on an RPC endpoint of your own, and none is set for ${chain}. Add one in Settings.`,
    );
  let why = '';
  for (const endpoint of endpoints) {
    try {
      const read = await readTransaction(await openEndpoint(endpoint, chainId), chainId, hash as Hex);
      if (read.kind === 'there') return ok(read.transfers);
      if (read.kind === 'failed')
        return fail('refund.failed', 'That transaction failed on chain: no token moved. Send it again.');
      why = 'unknown';
    } catch (error) {
      why ||= shortReason(error);
    }
  }
  if (why === 'unknown')
    return fail(
      'refund.unknown',
      `Your endpoint knows no such transaction on ${chain}. Is it the right chain? If it was sent just now, wait until it is in a block.`,
      { retryable: true },
    );
  return fail('refund.unreachable', `Your endpoint for ${chain} did not answer (${why}). Try again when it does.`, {
    retryable: true,
  });
}

/** The transfer that goes to the payer, and is no refund yet. */
async function chooseTransfer(
  { db }: InvoiceContext,
  transfers: readonly TransferPlace[],
  ledger: InvoiceLedger,
  { id, to }: Input,
): Promise<Result<TransferPlace>> {
  const payers = to === undefined ? payersOf(ledger) : new Set([to.trim().toLowerCase()]);
  const own = new Set([...ledger.credited, ...ledger.assigned].map(({ payment }) => payment.key));
  const fitting = transfers.filter(
    (transfer) => payers.has(transfer.to) && BigInt(transfer.units) > 0n && !own.has(transfer.key),
  );
  if (fitting.length === 0)
    return fail(
      'refund.elsewhere',
      to === undefined
        ? 'That transaction moves nothing to an address that this invoice was paid from. If the payer named another one, say which.'
        : 'That transaction moves nothing to the address that you named.',
      { path: [to === undefined ? 'txHash' : 'to'] },
    );
  const known = await db.adjustments.findByIds(fitting.map(({ lastingId }) => refundId(lastingId))).exec();
  const fresh = fitting.find(({ lastingId }) => known.get(refundId(lastingId))?.undone ?? true);
  if (fresh) return ok(fresh);
  const isHere = [...known.values()].some(({ invoiceId }) => invoiceId === id);
  return fail(
    'refund.recorded',
    isHere
      ? 'This refund is recorded on this invoice already.'
      : 'This transaction is recorded as a refund on another invoice. Undo it there first.',
  );
}

function payersOf({ credited, assigned }: InvoiceLedger): ReadonlySet<string> {
  const paid = [...credited, ...assigned].filter(({ payment }) => payment.state !== 'reversed');
  return new Set(paid.map(({ payment }) => payment.from.toLowerCase()));
}
