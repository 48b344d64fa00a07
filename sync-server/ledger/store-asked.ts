import { restToPay, unpaidShare, type SharePayment } from '../../shared/payment/rest.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { Database, RelayTransaction } from '../storage/transact.ts';
import { readLinkPayments } from './read-link-payments.ts';
import { toWatch } from './to-watch.ts';

/**
 * Works out anew what each of these links asks for, in each of its tokens: the whole, the rest, or nothing. Call it after
 * payments of theirs were credited, assigned or reversed, and when their owner closes or opens them. Costs one look at a
 * link's own payments and watches, however many links there are.
 *
 * Call it after the payments' events were told, or the account's row was taken (`lock-account.ts`): so two chains that credit
 * one link at the same time do this one after the other, and the second sees the first's payment.
 */
export async function storeAsked(trx: RelayTransaction, linkIds: Iterable<string | null>): Promise<void> {
  for (const linkId of new Set(linkIds)) {
    if (linkId === null) continue;
    await trx.deleteFrom('rests').where('link_id', '=', linkId).execute();
    const { account, asks, watches } = await readAsked(trx, linkId);
    const rows = watches.flatMap(({ rest, chainId, token, address }) =>
      rest === undefined
        ? []
        : [
            {
              link_id: linkId,
              account,
              chain_id: chainId,
              token,
              address,
              exact: String(rest.exact),
              tagged: String(rest.tagged),
            },
          ],
    );
    if (rows.length > 0) await trx.insertInto('rests').values(rows).execute();
    await trx.updateTable('watches').set({ asks }).where('link_id', '=', linkId).where('asks', '!=', asks).execute();
  }
}

/** Payments that are not in the database yet, by the key of their transfer. */
export type ComingPayments = ReadonlyMap<string, SharePayment>;

/** What a link asks for, and its watches with the rest that each waits for. */
interface Asked {
  readonly account: string;
  /** Nothing, the whole, or the rest. */
  readonly asks: 0 | 1 | 2;
  readonly watches: Watch[];
}

/** Reads what a link asks for after all payments in the database that count, and those that are coming. */
export async function readAsked(
  db: Database,
  linkId: string,
  coming: ComingPayments = new Map(),
  counts: (payment: PaymentRow) => boolean = () => true,
): Promise<Asked> {
  const rows = await db
    .selectFrom('watches')
    .innerJoin('links', 'links.id', 'watches.link_id')
    .selectAll('watches')
    .select(['links.status', 'links.settled_part', 'links.settled_whole'])
    .where('link_id', '=', linkId)
    .execute();
  const watches = rows.map(toWatch);
  const paid = new Map<string, SharePayment>();
  for (const row of await readLinkPayments(db, linkId))
    if (row.state !== 'reversed' && counts(row))
      paid.set(row.key, { chainId: row.chain_id, token: row.token, units: row.units });
  for (const [key, payment] of coming) paid.set(key, payment);
  const settled = { part: BigInt(rows[0]?.settled_part ?? 0), whole: BigInt(rows[0]?.settled_whole ?? 1) };
  const share = unpaidShare(watches, [...paid.values()], settled);
  const isPart = share.part < share.whole;
  const isOpen = rows[0]?.status === 'open' && share.part > 0n;
  return {
    account: rows[0]?.account ?? '',
    asks: isOpen ? (isPart ? 2 : 1) : 0,
    watches: watches.map((watch) => {
      const rest = isPart && !watch.ownAddress ? restToPay(watch, share) : null;
      return rest ? { ...watch, isOpen, rest } : { ...watch, isOpen };
    }),
  };
}
