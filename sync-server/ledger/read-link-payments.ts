import type { PaymentRow } from '../storage/schema.ts';
import type { Database } from '../storage/transact.ts';

/** Most payments of one link that are shown and reckoned with: a link can be showered with specks. */
const mostPayments = 500;

/**
 * A link's payments, reversed ones too, oldest block first. The payment page is shown these, and the relay works out from
 * the same ones which rest it waits for: so both come to one number.
 */
export async function readLinkPayments(db: Database, linkId: string): Promise<PaymentRow[]> {
  return db
    .selectFrom('payments')
    .selectAll()
    .where('link_id', '=', linkId)
    .orderBy('block_number')
    .orderBy('log_index')
    .orderBy('key')
    .limit(mostPayments)
    .execute();
}
