import { checkParts } from '../../../shared/payment/assignment.ts';
import { optionOf } from '../../../shared/payment/exact-sum.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { CommandInput } from '../../../shared/app-api/app-api.ts';
import type { AdjustmentDocument, AssignedShare } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import {
  findTransfer,
  lastingIdsOf,
  placeOf,
  placesOf,
  transfersOfTransaction,
  type KnownTransfer,
} from '../ledger/transfers.ts';
import { assignmentId } from './adjustment-ids.ts';
import { newAdjustment } from './new-adjustment.ts';
import { findAdjustment, recordAdjustment } from './record-adjustment.ts';
import { loadPayable } from './record-outside.ts';
import { newerThan } from './undo-adjustment.ts';

type Parts = CommandInput<'transfer.assign'>['parts'];

/**
 * The owner's own word on a transfer: which invoices it pays, in place of any rule; no parts: none. Fails with
 * `transfer.unknown`, `transfer.reversed`, what `checkParts` and `loadPayable` say, and `assignment.value-needed`.
 */
export function assignTransfer(context: InvoiceContext, key: string, parts: Parts): Promise<Result<object>> {
  return context.exclusively(async () => {
    const found = await findStanding(context.db, key);
    if (!found.ok) return found;
    const { payment } = found.value.transfer;
    const checked = checkParts(BigInt(payment.units), parts);
    if (!checked.ok) return checked;
    const shares: AssignedShare[] = [];
    for (const [at, part] of parts.entries()) {
      const share = await toShare(context.db, payment, part);
      if (!share.ok)
        return { ok: false, problem: { ...share.problem, path: ['parts', at, ...(share.problem.path ?? [])] } };
      shares.push(share.value);
    }
    return writeWord(context, found.value, { internal: false, parts: shares });
  });
}

/** Says that a transfer is the owner's own moving of money: it pays nothing. */
export function markInternal(context: InvoiceContext, key: string): Promise<Result<object>> {
  return context.exclusively(async () => {
    const found = await findStanding(context.db, key);
    return found.ok ? writeWord(context, found.value, { internal: true, parts: [] }) : found;
  });
}

/**
 * Takes the owner's word on a transfer back: what a rule says of it is in force again. Fails with `transfer.no-word`.
 */
export function undoTransfer(context: InvoiceContext, key: string): Promise<Result<object>> {
  return context.exclusively(async () => {
    const found = await findPlace(context.db, key);
    if (!found.ok) return found;
    const word = await findAdjustment(context.db, assignmentId(found.value.lastingId));
    if (!word || word.undone)
      return fail('transfer.no-word', 'Nothing was decided on this transfer, so there is nothing to undo.');
    return recordAdjustment(context, { ...word, undone: true, updatedAt: newerThan(word.updatedAt, context) });
  });
}

interface FoundTransfer {
  readonly transfer: KnownTransfer;
  readonly lastingId: string;
}

async function findPlace(db: EngineDatabase, key: string): Promise<Result<FoundTransfer>> {
  const transfer = await findTransfer(db, key);
  if (!transfer)
    return fail('transfer.unknown', 'There is no such transfer here. It may not have come from your other device yet.');
  const all = await transfersOfTransaction(db, transfer.payment.txHash);
  return ok({ transfer, lastingId: lastingIdsOf(all).get(key) ?? '' });
}

/** A transfer by its key, in the block that holds it now. */
async function findStanding(db: EngineDatabase, key: string): Promise<Result<FoundTransfer>> {
  const found = await findPlace(db, key);
  if (!found.ok || found.value.transfer.payment.state !== 'reversed') return found;
  const { lastingId, transfer } = found.value;
  const places = placesOf(lastingId, await transfersOfTransaction(db, transfer.payment.txHash));
  const standing = places.find(({ payment }) => payment.state !== 'reversed');
  if (standing) return ok({ transfer: standing, lastingId });
  return fail('transfer.reversed', 'The chain took this transfer back: there is nothing to assign.');
}

async function toShare(
  db: EngineDatabase,
  payment: KnownTransfer['payment'],
  { invoiceId, units, value }: Parts[number],
): Promise<Result<AssignedShare>> {
  const invoice = await loadPayable(db, invoiceId);
  if (!invoice.ok) return { ok: false, problem: { ...invoice.problem, path: ['invoiceId'] } };
  const { linkId, signed } = invoice.value;
  const options = signed?.payable.terms.options ?? [];
  // What the terms name is worth what they say, whatever anybody says beside.
  if (optionOf(options, payment)) return ok({ invoiceId, linkId, units, value: null });
  if (value === null || BigInt(value) === 0n)
    return fail(
      'assignment.value-needed',
      `Invoice ${invoice.value.number} does not name this token. Say what it is worth in ${invoice.value.currency}.`,
      { path: ['value'] },
    );
  return ok({ invoiceId, linkId, units, value });
}

async function writeWord(
  context: InvoiceContext,
  { transfer, lastingId }: FoundTransfer,
  assignment: NonNullable<AdjustmentDocument['assignment']>,
): Promise<Result<object>> {
  const id = assignmentId(lastingId);
  const before = await findAdjustment(context.db, id);
  const at = newerThan(before?.updatedAt ?? '', context);
  const place = placeOf(transfer.payment, lastingId);
  const base = before ?? newAdjustment({ id, kind: 'assignment', transfer: place, at });
  return recordAdjustment(context, { ...base, transfer: place, assignment, undone: false, updatedAt: at });
}
