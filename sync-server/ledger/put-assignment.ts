import type { z } from 'zod';
import type { putAssignment as putAssignmentOperation } from '../../shared/relay-api/assignments.ts';
import { ok } from '../../shared/result.ts';
import type { Caller } from '../accounts/sessions.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import type { PaymentRow } from '../storage/schema.ts';
import { lockAccount } from '../storage/lock-account.ts';
import { takeQuota } from '../storage/take-quota.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';
import { readAssignedParts } from './assigned-parts.ts';
import { storeAsked } from './store-asked.ts';

type Request = z.output<(typeof putAssignmentOperation)['body']>;
/** Base units by link, in the order given; null where the owner says nothing of the transfer. */
type Word = ReadonlyMap<string, bigint> | null;

/**
 * Takes the owner's word on a transfer, or takes it back: see shared/relay-api/assignments.ts for the protocol. What
 * the links concerned ask for follows in the same transaction.
 */
export async function putAssignment(
  context: RelayContext,
  caller: Caller,
  request: Request,
): Promise<Answer<{ key: string }>> {
  const { kysely } = context.database;
  const touched = await transact(kysely, async (trx): Promise<Answer<string[]>> => {
    await lockAccount(trx, caller.account);
    const row = await trx
      .selectFrom('payments')
      .selectAll()
      .where('account', '=', caller.account)
      .where('key', '=', request.key)
      .executeTakeFirst();
    if (!row) return unknownTransfer();
    const word = request.parts === null ? null : sumParts(request.parts);
    const refusal = word && (await checkParts(trx, caller.account, row, word));
    if (refusal) return refusal;
    const before = (await readAssignedParts(trx, caller.account, [row.lasting_id])).get(row.lasting_id);
    if (isSame(before, word)) return ok([]);
    const quota = await takeQuota(trx, {
      scope: `account:${caller.account}`,
      kind: 'assignments',
      limit: context.config.limits.assignmentsPerDay,
      now: context.now(),
    });
    if (!quota.ok) return quota;
    await store(trx, row, word, context.now());
    const links = [row.link_id, ...(await creditedLinks(trx, row)), ...(before?.keys() ?? []), ...(word?.keys() ?? [])];
    const concerned = [...new Set(links)].filter((link) => link !== null);
    await storeAsked(trx, concerned);
    return ok(concerned);
  });
  if (!touched.ok) return touched;
  await context.hub.publish(touched.value.map((linkId) => ({ type: 'link' as const, linkId })));
  return ok({ key: request.key });
}

/** Several parts for one link are one; a part of nothing is none. */
function sumParts(parts: NonNullable<Request['parts']>): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { linkId, units } of parts)
    if (BigInt(units) > 0n) sums.set(linkId, (sums.get(linkId) ?? 0n) + BigInt(units));
  return sums;
}

async function checkParts(
  trx: RelayTransaction,
  account: string,
  row: PaymentRow,
  word: ReadonlyMap<string, bigint>,
): Promise<ReturnType<typeof refuse> | null> {
  const sum = [...word.values()].reduce((total, units) => total + units, 0n);
  if (sum > BigInt(row.units))
    return refuse(
      422,
      'assignment.exceeds-transfer',
      `The parts come to ${sum} base units; the transfer holds ${row.units}. Make them smaller.`,
    );
  if (word.size === 0) return null;
  const known = await trx
    .selectFrom('links')
    .select('id')
    .where('account', '=', account)
    .where('id', 'in', [...word.keys()])
    .execute();
  const unknown = [...word.keys()].find((id) => !known.some((link) => link.id === id));
  if (unknown === undefined) return null;
  return refuse(
    422,
    'assignment.unknown-link',
    `The link ${unknown} is not published here. Publish its invoice first.`,
  );
}

/** The links that the same transfer is credited to by rule, in whatever block. */
async function creditedLinks(trx: RelayTransaction, { account, lasting_id }: PaymentRow): Promise<(string | null)[]> {
  const rows = await trx
    .selectFrom('payments')
    .select('link_id')
    .where('account', '=', account)
    .where('lasting_id', '=', lasting_id)
    .execute();
  return rows.map((row) => row.link_id);
}

async function store(
  trx: RelayTransaction,
  { account, lasting_id }: PaymentRow,
  word: Word,
  now: number,
): Promise<void> {
  const ours = { account, lasting_id };
  await trx
    .deleteFrom('assignment_parts')
    .where('account', '=', account)
    .where('lasting_id', '=', lasting_id)
    .execute();
  await trx.deleteFrom('assignments').where('account', '=', account).where('lasting_id', '=', lasting_id).execute();
  if (word === null) return;
  await trx
    .insertInto('assignments')
    .values({ ...ours, updated_at: now })
    .execute();
  const parts = [...word].map(([linkId, units], at) => ({
    ...ours,
    link_id: linkId,
    position: at + 1,
    units: String(units),
  }));
  if (parts.length > 0) await trx.insertInto('assignment_parts').values(parts).execute();
}

function isSame(before: ReadonlyMap<string, string> | undefined, word: Word): boolean {
  if (before === undefined || word === null) return before === undefined && word === null;
  return before.size === word.size && [...word].every(([link, units]) => before.get(link) === String(units));
}

function unknownTransfer() {
  return refuse(
    422,
    'assignment.unknown-transfer',
    'This relay has told of no such transfer. Wait for its event, and name it by the key in it.',
  );
}
