import { inChunks } from '../storage/in-chunks.ts';
import type { RelayTransaction } from '../storage/transact.ts';
import { askedOf, readLinkBooks, type Asked } from './link-books.ts';

/** What the column `asks` says. */
const codes = { nothing: 0, whole: 1, rest: 2 } as const satisfies Record<Asked['asks'], number>;

/**
 * Works out anew what each of these links asks for, in each of its tokens: the whole, the rest, or nothing. Call it
 * after payments of theirs were credited, assigned or reversed, and when their owner closes or opens them. Costs one
 * look at the links' own payments and watches, however many links there are.
 *
 * Call it after the payments' events were told, or the account's row was taken (`lock-account.ts`): so two chains that
 * credit one link at the same time do this one after the other, and the second sees the first's payment.
 */
export async function storeAsked(trx: RelayTransaction, linkIds: Iterable<string | null>): Promise<void> {
  const ids = [...new Set(linkIds)].filter((linkId) => linkId !== null);
  if (ids.length === 0) return;
  const asked = [...(await readLinkBooks(trx, ids))].map(([linkId, book]) => ({
    linkId,
    account: book.account,
    ...askedOf(book),
  }));
  const rests = asked.flatMap(({ linkId, account, watches }) =>
    watches.flatMap(({ rest, chainId, token, address }) =>
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
    ),
  );
  await inChunks(ids, (some) => trx.deleteFrom('rests').where('link_id', 'in', some).execute());
  await inChunks(rests, (some) => trx.insertInto('rests').values(some).execute());
  for (const [asks, alike] of Map.groupBy(asked, (each) => codes[each.asks])) {
    const links = alike.map(({ linkId }) => linkId);
    await inChunks(links, (some) =>
      trx.updateTable('watches').set({ asks }).where('link_id', 'in', some).where('asks', '!=', asks).execute(),
    );
  }
}
