import { isBefore, type PaymentPlace } from '../../shared/payment/is-before.ts';
import type { TransferLog } from '../../shared/payment/transfer.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';
import { askedOf, readLinkBooks, type ComingPayments } from './link-books.ts';

/** Links that are looked at; where more may have asked for it, nothing is assumed. */
const mostLinks = 50;

/**
 * Finds links that ask for something else by now, and asked for exactly this amount at this address when the transfer's
 * block was made: what they were paid came after it, on a chain that was read sooner, or on this one and its past is
 * looked through late. An amount must not become one invoice's that could as well have been another's. `tooMany`: more
 * links may have than can be looked at.
 *
 * @param coming payments that are not in the database yet, by link.
 */
export async function findAskedThen(
  db: Database,
  account: string,
  transfer: TransferLog,
  coming: ReadonlyMap<string, ComingPayments>,
): Promise<{ readonly watches: readonly Watch[]; readonly tooMany: boolean }> {
  const links = await findPaidSince(db, account, transfer);
  if (links.length > mostLinks) return { watches: [], tooMany: true };
  const found: Watch[] = [];
  for (const [linkId, book] of await readLinkBooks(db, links)) {
    const { watches } = askedOf(book, coming.get(linkId), (payment) => isBefore(placeOf(payment), toPlace(transfer)));
    found.push(...watches.filter((watch) => asksFor(watch, transfer)));
  }
  return { watches: found, tooMany: false };
}

function asksFor(watch: Watch, { chainId, token, to, units, blockTime }: TransferLog): boolean {
  const isHere = watch.chainId === chainId && watch.token === token && watch.address === to && !watch.ownAddress;
  return (
    isHere && watch.isOpen !== false && (watch.issuedAt ?? 0) <= blockTime && (watch.rest ?? watch).exact === units
  );
}

function placeOf({ chain_id, block_number, block_time, log_index }: PaymentRow): PaymentPlace {
  return { chainId: chain_id, blockNumber: String(block_number), blockTime: block_time, logIndex: log_index };
}

function toPlace({ chainId, blockNumber, blockTime, logIndex }: TransferLog): PaymentPlace {
  return { chainId, blockNumber: String(blockNumber), blockTime, logIndex };
}

/**
 * Links that take this token here, have a payment since, by rule or by the owner's word, and can have asked for this
 * amount: it was their whole, or a part of them was settled already.
 */
async function findPaidSince(
  db: Database,
  account: string,
  { chainId, token, to, units, blockTime }: TransferLog,
): Promise<string[]> {
  const since = db
    .selectFrom('payments')
    .where('payments.account', '=', account)
    .where('payments.state', '!=', 'reversed')
    .where('payments.block_time', '>=', blockTime);
  const credited = since.select('payments.link_id').where('payments.link_id', 'is not', null);
  const assigned = since
    .innerJoin('assignment_parts', (join) =>
      join
        .onRef('assignment_parts.account', '=', 'payments.account')
        .onRef('assignment_parts.lasting_id', '=', 'payments.lasting_id'),
    )
    .select('assignment_parts.link_id');
  const rows = await db
    .selectFrom(credited.union(assigned).as('paid'))
    .innerJoin('watches', 'watches.link_id', 'paid.link_id')
    .innerJoin('links', 'links.id', 'paid.link_id')
    .select('watches.link_id')
    .distinct()
    .where('watches.chain_id', '=', chainId)
    .where('watches.address', '=', to)
    .where('watches.account', '=', account)
    .where('watches.token', '=', token)
    .where((where) =>
      where.or([
        where('watches.exact', '=', String(units)),
        where('links.settled_part', '!=', '0'),
        where.exists(
          where
            .selectFrom('payments as earlier')
            .select('earlier.key')
            .whereRef('earlier.link_id', '=', 'watches.link_id')
            .where('earlier.block_time', '<=', blockTime),
        ),
        where.exists(
          where
            .selectFrom('assignment_parts as part')
            .innerJoin('payments as moved', (join) =>
              join.onRef('moved.account', '=', 'part.account').onRef('moved.lasting_id', '=', 'part.lasting_id'),
            )
            .select('moved.key')
            .whereRef('part.link_id', '=', 'watches.link_id')
            .where('moved.block_time', '<=', blockTime),
        ),
      ]),
    )
    .limit(mostLinks + 1)
    .execute();
  return rows.map(({ link_id }) => link_id);
}
