import { lockAccount } from './lock-account.ts';
import type { RelayTransaction } from './transact.ts';

/**
 * Takes the rows of all accounts that a transaction will write to, in one order: so two chains with payments of the
 * same accounts wait for each other and never in a circle. Call it before anything of theirs is written.
 */
export async function lockAccounts(trx: RelayTransaction, accounts: Iterable<string>): Promise<void> {
  for (const account of [...new Set(accounts)].toSorted()) await lockAccount(trx, account);
}
