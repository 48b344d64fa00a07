import type { TransferLog } from '../../shared/payment/transfer.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { Database } from '../storage/transact.ts';
import { askedOf, readLinkBooks, type ComingPayments } from './link-books.ts';

/** Links that are looked at; where more were paid elsewhere since, nothing is assumed. */
const mostLinks = 50;

/**
 * Finds links that ask for something else by now, and asked for exactly this amount at this address when the transfer's block
 * was made: other chains had payments of theirs in later blocks, and were read sooner. A chain that lags must not make an
 * amount one invoice's that could as well be another's. `tooMany`: the account was paid on other chains too often since to tell.
 *
 * @param coming payments that are not in the database yet, by link.
 */
export async function findAskedThen(
  db: Database,
  account: string,
  transfer: TransferLog,
  coming: ReadonlyMap<string, ComingPayments>,
): Promise<{ readonly watches: readonly Watch[]; readonly tooMany: boolean }> {
  const links = await findPaidElsewhereSince(db, account, transfer);
  if (links.length > mostLinks) return { watches: [], tooMany: true };
  const found: Watch[] = [];
  for (const [linkId, book] of await readLinkBooks(db, links)) {
    const { watches } = askedOf(
      book,
      coming.get(linkId),
      (payment) => payment.chain_id === transfer.chainId || payment.block_time <= transfer.blockTime,
    );
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

/** Links that take this token here and have a payment, by rule or by the owner's word, in a later block of another chain. */
async function findPaidElsewhereSince(
  db: Database,
  account: string,
  { chainId, token, to, blockTime }: TransferLog,
): Promise<string[]> {
  const since = db
    .selectFrom('payments')
    .where('payments.account', '=', account)
    .where('payments.block_time', '>', blockTime)
    .where('payments.chain_id', '!=', chainId)
    .where('payments.state', '!=', 'reversed');
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
    .select('watches.link_id')
    .distinct()
    .where('watches.chain_id', '=', chainId)
    .where('watches.address', '=', to)
    .where('watches.account', '=', account)
    .where('watches.token', '=', token)
    .limit(mostLinks + 1)
    .execute();
  return rows.map(({ link_id }) => link_id);
}
