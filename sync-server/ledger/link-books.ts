import { restToPay, unpaidShare, type Share, type SharePayment } from '../../shared/payment/rest.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import { inChunks } from '../storage/in-chunks.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';
import { readLinkPayments } from './read-link-payments.ts';
import { toWatch } from './to-watch.ts';

/** What a link asked for, and everything that its rest hangs on, as the database has it. */
export interface LinkBook {
  readonly account: string;
  /** By its owner's word; one that is paid is open still. */
  readonly isOpen: boolean;
  /** What is settled by more than transfers. */
  readonly settled: Share;
  readonly watches: readonly Watch[];
  readonly payments: readonly PaymentRow[];
}

/** Payments that are not in the database yet, by the key of their transfer. */
export type ComingPayments = ReadonlyMap<string, SharePayment>;

/** What a link asks for, and its watches with the rest that each waits for. */
export interface Asked {
  readonly asks: 'nothing' | 'whole' | 'rest';
  readonly watches: readonly Watch[];
}

/** Reads the books of these links, a few questions for all of them together. */
export async function readLinkBooks(db: Database, linkIds: Iterable<string>): Promise<Map<string, LinkBook>> {
  const ids = [...new Set(linkIds)];
  const rows = await inChunks(ids, (some) =>
    db
      .selectFrom('watches')
      .innerJoin('links', 'links.id', 'watches.link_id')
      .selectAll('watches')
      .select(['links.status', 'links.settled_part', 'links.settled_whole'])
      .where('link_id', 'in', some)
      .execute(),
  );
  const payments = await readLinkPayments(db, ids);
  const books = new Map<string, LinkBook>();
  for (const [linkId, ofLink] of Map.groupBy(rows, ({ link_id }) => link_id)) {
    const [first] = ofLink;
    if (!first) continue;
    books.set(linkId, {
      account: first.account,
      isOpen: first.status === 'open',
      settled: { part: BigInt(first.settled_part), whole: BigInt(first.settled_whole) },
      watches: ofLink.map(toWatch),
      payments: payments.get(linkId) ?? [],
    });
  }
  return books;
}

/** Works out what a link asks for after those of its payments that count, and those that are coming. */
export function askedOf(
  { isOpen, settled, watches, payments }: LinkBook,
  coming: ComingPayments = new Map(),
  counts: (payment: PaymentRow) => boolean = () => true,
): Asked {
  const paid = new Map<string, SharePayment>();
  for (const row of payments)
    if (row.state !== 'reversed' && counts(row))
      paid.set(row.key, { chainId: row.chain_id, token: row.token, units: row.units });
  for (const [key, payment] of coming) paid.set(key, payment);
  const share = unpaidShare(watches, [...paid.values()], settled);
  const isPart = share.part < share.whole;
  const asks = isOpen && share.part > 0n;
  return {
    asks: asks ? (isPart ? 'rest' : 'whole') : 'nothing',
    watches: watches.map((watch) => {
      const rest = isPart && !watch.ownAddress ? restToPay(watch, share) : null;
      return rest ? { ...watch, isOpen: asks, rest } : { ...watch, isOpen: asks };
    }),
  };
}
