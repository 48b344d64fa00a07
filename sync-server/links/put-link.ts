import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { putLink as putLinkOperation, WatchRequest } from '../../shared/relay-api/links.ts';
import { findToken } from '../../shared/money/token.ts';
import { ok } from '../../shared/result.ts';
import type { Caller } from '../accounts/sessions.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { takeQuota } from '../storage/take-quota.ts';
import { transact, type RelayTransaction } from '../storage/transact.ts';

type LinkRequest = z.output<(typeof putLinkOperation)['body']>;

/**
 * Publishes a sealed invoice and watches for its payment from its issue on (`ledger/run-pending-scans.ts`), at its
 * addresses on every chain. The same content again is answered again, and takes the owner's present wishes (`assume`,
 * `confirmations`); other content under a published id is `link.already-published`, for ever.
 */
export async function putLink(
  context: RelayContext,
  caller: Caller,
  id: string,
  request: LinkRequest,
): Promise<Answer<{ id: string; url: string; watching: number[] }>> {
  const { rpc } = context.config;
  const watching = [...new Set(request.watches.map((watch) => watch.chainId))].filter((chainId) => rpc.has(chainId));
  const refusal = checkWatches(request.watches, rpc, watching.length);
  if (refusal) return refusal;
  const stored = await transact(context.database.kysely, (trx) => storeLink(context, trx, caller, id, request));
  if (!stored.ok) return stored;
  if (stored.value) await context.hub.publish([{ type: 'watch', linkId: id }]);
  return ok({ id, url: `${context.origin()}/i/${id}`, watching });
}

function checkWatches(watches: readonly WatchRequest[], rpc: RelayContext['config']['rpc'], watched: number) {
  if (watched === 0)
    return refuse(
      422,
      'link.no-chain-watched',
      `This relay watches none of the chains on which the invoice can be paid. It watches: ${[...rpc.keys()].join(', ') || 'none'}.`,
    );
  const unknown = watches.findIndex((watch) => rpc.has(watch.chainId) && !findToken(watch.chainId, watch.token));
  const watch = watches[unknown];
  if (!watch) return null;
  return refuse(
    422,
    'link.token-unknown',
    `The contract ${watch.token} on chain ${watch.chainId} is no stablecoin that this relay knows. Take it out of the invoice's terms.`,
    {
      path: ['watches', unknown, 'token'],
    },
  );
}

/** The value is true when the link is new. */
async function storeLink(
  context: RelayContext,
  trx: RelayTransaction,
  caller: Caller,
  id: string,
  request: LinkRequest,
): Promise<Answer<boolean>> {
  const hash = createHash('sha256')
    .update(JSON.stringify(contentOf(request)))
    .digest('hex');
  const known = await trx
    .selectFrom('links')
    .select(['account', 'content_hash'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (known) {
    if (known.account === caller.account && known.content_hash === hash) {
      await storeWishes(trx, id, request);
      return ok(false);
    }
    return refuse(
      409,
      'link.already-published',
      'This link is published already, with other content. An issued invoice never changes: void it and issue another.',
    );
  }
  const room = await takeRoom(context, trx, caller.account, request);
  if (!room.ok) return room;
  await trx
    .insertInto('links')
    .values({
      id,
      account: caller.account,
      content_hash: hash,
      sealed_invoice: request.sealedInvoice,
      sealed_pdf: request.sealedPdf,
      tag: request.tag,
      status: 'open',
      expires_at: Date.parse(request.expiresAt),
      monitor_until: Date.parse(request.monitorUntil),
      created_at: context.now(),
      issued_at: issuedAt(context, request),
    })
    .execute();
  await storeWatches(context, trx, caller.account, id, request);
  return ok(true);
}

/** When the invoice was issued; an issue in the future is a clock that is wrong. */
function issuedAt(context: RelayContext, request: LinkRequest): number {
  const now = context.now();
  return request.issuedAt === undefined ? now : Math.min(Date.parse(request.issuedAt), now);
}

/** What the owner may think better of after the publication; both count for what comes from now on. */
async function storeWishes(trx: RelayTransaction, id: string, { assume, watches }: LinkRequest): Promise<void> {
  await trx
    .updateTable('watches')
    .set({ assume: assume ? 1 : 0 })
    .where('link_id', '=', id)
    .execute();
  for (const { chainId, confirmations } of new Map(watches.map((watch) => [watch.chainId, watch])).values())
    await trx
      .updateTable('watches')
      .set({ confirmations: confirmations ?? 1 })
      .where('link_id', '=', id)
      .where('chain_id', '=', chainId)
      .execute();
}

/** What makes two publications the same, in one order of keys. */
function contentOf({ sealedInvoice, sealedPdf, tag, watches, expiresAt, monitorUntil }: LinkRequest) {
  const watched = watches.map((watch) => [
    watch.chainId,
    watch.token,
    watch.address,
    watch.ownAddress,
    watch.exact,
    watch.tagged,
  ]);
  return [sealedInvoice, sealedPdf, tag, watched, expiresAt, monitorUntil];
}

/** What a watch takes of an account's storage, with its place in six indexes, roughly. */
const watchSize = 1_000;

async function takeRoom(
  context: RelayContext,
  trx: RelayTransaction,
  account: string,
  request: LinkRequest,
): Promise<Answer<unknown>> {
  const { linksPerDay, storage } = context.config.limits;
  const quota = await takeQuota(trx, {
    scope: `account:${account}`,
    kind: 'links',
    limit: linksPerDay,
    now: context.now(),
  });
  if (!quota.ok) return quota;
  const size = request.sealedInvoice.length + request.sealedPdf.length + request.watches.length * watchSize;
  const taken = await trx
    .updateTable('accounts')
    .set((column) => ({ stored: column('stored', '+', size) }))
    .where('key', '=', account)
    .where('stored', '<=', storage - size)
    .executeTakeFirst();
  if (taken.numUpdatedRows > 0n) return ok(null);
  return refuse(
    507,
    'limit.storage',
    'This workspace has used up its storage on this relay. Ask its operator for more.',
    { retryable: true },
  );
}

async function storeWatches(
  context: RelayContext,
  trx: RelayTransaction,
  account: string,
  id: string,
  request: LinkRequest,
) {
  const watches = request.watches.map((watch) => ({
    link_id: id,
    account,
    chain_id: watch.chainId,
    token: watch.token.toLowerCase(),
    address: watch.address.toLowerCase(),
    own_address: watch.ownAddress ? 1 : 0,
    exact: String(BigInt(watch.exact)),
    tagged: String(BigInt(watch.tagged)),
    tag: request.tag,
    expires_at: Math.floor(Date.parse(request.expiresAt) / 1_000),
    monitor_until: Math.floor(Date.parse(request.monitorUntil) / 1_000),
    issued_at: Math.floor(issuedAt(context, request) / 1_000),
    assume: request.assume ? 1 : 0,
    confirmations: watch.confirmations ?? 1,
  }));
  await trx
    .insertInto('watches')
    .values(watches)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const places = watches.map(({ chain_id, address, token }) => ({ chain_id, address, account, token }));
  await trx
    .insertInto('watched_places')
    .values(places)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const isNews = await notice(trx, account, watches);
  // At an address that is known already, the chains that the link does not name have been read with it.
  const named = new Set(watches.map((watch) => watch.chain_id));
  const scans = [...context.config.rpc.keys()]
    .filter((chainId) => isNews || named.has(chainId))
    .map((chainId) => ({ chain_id: chainId, link_id: id }));
  await trx.insertInto('pending_scans').values(scans).execute();
}

/** Notes that transfers to these addresses are the account's business on every chain; tells whether any is new. */
async function notice(
  trx: RelayTransaction,
  account: string,
  watches: readonly { readonly address: string }[],
): Promise<boolean> {
  const addresses = [...new Set(watches.map((watch) => watch.address))];
  const noticed = await trx
    .insertInto('noticed')
    .values(addresses.map((address) => ({ address, account })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('address')
    .execute();
  return noticed.length > 0;
}
