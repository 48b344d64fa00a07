import type { RelayTransaction } from './transact.ts';

/** Takes an account's row until the transaction ends, so that what follows is done by one at a time. */
export async function lockAccount(trx: RelayTransaction, account: string): Promise<void> {
  await trx
    .updateTable('accounts')
    .set((column) => ({ event_seq: column.ref('event_seq') }))
    .where('key', '=', account)
    .execute();
}
