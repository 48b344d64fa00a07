import type { LinkState } from '../../shared/relay-api/links.ts';
import { ok } from '../../shared/result.ts';
import type { Caller } from '../accounts/sessions.ts';
import { storeAsked } from '../ledger/store-asked.ts';
import type { RelayContext } from '../relay-context.ts';
import { lockAccount } from '../storage/lock-account.ts';
import { transact } from '../storage/transact.ts';
import { unknownLink } from './unknown-link.ts';

/**
 * Takes the owner's word on a link: void, settled or open, and what part is settled otherwise. What
 * it asks for follows.
 */
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
