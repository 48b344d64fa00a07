import type { ChainState, LinkState } from '../../shared/relay-api/links.ts';
import { ok } from '../../shared/result.ts';
import type { Caller } from '../accounts/sessions.ts';
import { readLinkPayments } from '../ledger/read-link-payments.ts';
import { storeAsked } from '../ledger/store-asked.ts';
import { toPayment } from '../ledger/to-payment.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { lockAccount } from '../storage/lock-account.ts';
import { transact } from '../storage/transact.ts';

/** A published link as the payment page first reads it. */
export async function getLink(context: RelayContext, id: string) {
  const link = await context.database.kysely
    .selectFrom('links')
    .select('sealed_invoice')
    .where('id', '=', id)
    .executeTakeFirst();
  const state = link && (await readLinkState(context, id));
  if (!link || !state) return unknownLink();
  return ok({ id, sealedInvoice: link.sealed_invoice, state, practice: context.config.practice });
}

/** A published link's sealed PDF. */
export async function getLinkPdf(context: RelayContext, id: string): Promise<Answer<{ sealedPdf: string }>> {
  const link = await context.database.kysely
    .selectFrom('links')
    .select('sealed_pdf')
    .where('id', '=', id)
    .executeTakeFirst();
  return link ? ok({ sealedPdf: link.sealed_pdf }) : unknownLink();
}

/** Takes the owner's word on a link: void, settled or open, and what part is settled otherwise. What it asks for follows. */
export async function patchLink(
  context: RelayContext,
  caller: Caller,
  id: string,
  { status, settled }: Pick<LinkState, 'status' | 'settled'>,
) {
  const isDone = await transact(context.database.kysely, async (trx) => {
    await lockAccount(trx, caller.account);
    const done = await trx
      .updateTable('links')
      .set({ status, settled_part: settled?.part ?? '0', settled_whole: settled?.whole ?? '1' })
      .where('id', '=', id)
      .where('account', '=', caller.account)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) return false;
    await storeAsked(trx, [id]);
    return true;
  });
  if (!isDone) return unknownLink();
  await context.hub.publish([{ type: 'link', linkId: id }]);
  return ok({ id, status });
}

/** A link's live state, or null when there is no such link. */
export async function readLinkState(context: RelayContext, id: string): Promise<LinkState | null> {
  const { kysely } = context.database;
  const link = await kysely
    .selectFrom('links')
    .select(['status', 'settled_part', 'settled_whole'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!link) return null;
  const payments = (await readLinkPayments(kysely, [id])).get(id) ?? [];
  const watched = await kysely.selectFrom('watches').select('chain_id').distinct().where('link_id', '=', id).execute();
  const chainIds = new Set(watched.map((row) => row.chain_id));
  const chains = (await readChainStates(context)).filter((chain) => chainIds.has(chain.chainId));
  return {
    status: link.status,
    ...(BigInt(link.settled_part) === 0n ? {} : { settled: { part: link.settled_part, whole: link.settled_whole } }),
    payments: payments.flatMap((row) => toPayment(row) ?? []),
    chains,
  };
}

/** How far each watched chain has been read, by whichever process follows it. */
export async function readChainStates(context: RelayContext): Promise<ChainState[]> {
  const { kysely } = context.database;
  const cursors = new Map(
    (await kysely.selectFrom('chain_cursors').selectAll().execute()).map((row) => [row.chain_id, row]),
  );
  const statuses = new Map(
    (await kysely.selectFrom('chain_status').selectAll().execute()).map((row) => [row.chain_id, row]),
  );
  return [...context.config.rpc.keys()].map((chainId) => {
    const cursor = cursors.get(chainId);
    const status = statuses.get(chainId);
    return {
      chainId,
      checkedThrough: cursor ? String(cursor.block_number) : null,
      checkedAt: cursor ? new Date(cursor.checked_at).toISOString() : null,
      finalized: cursor?.finalized != null ? String(cursor.finalized) : null,
      status: status?.status ?? 'starting',
      trouble: status?.trouble ?? null,
    };
  });
}

function unknownLink() {
  return refuse(404, 'link.unknown', 'There is no such link here. Check that the address was copied whole.');
}
