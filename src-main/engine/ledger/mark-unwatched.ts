import { findChain } from '../../../shared/money/chain.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline } from './timeline.ts';

/** What the relay answered to a publication: `watching` holds ids of chains. */
export interface PublicationAnswer {
  readonly terms: Pick<PaymentTerms, 'options'>;
  readonly watching: readonly number[];
}

/**
 * Notes in an invoice's history on which of its chains the relay looks for no payments, where there are such. The same
 * answer to a publication that is repeated is one entry.
 */
export async function markUnwatched(
  db: EngineDatabase,
  invoiceId: string,
  { terms, watching }: PublicationAnswer,
  at: string,
): Promise<void> {
  const named = new Set(terms.options.map(({ chainId }) => chainId));
  const unwatched = [...named].filter((chainId) => !watching.includes(chainId)).sort((a, b) => a - b);
  if (unwatched.length === 0) return;
  const names = unwatched.map((chainId) => findChain(chainId)?.name ?? `chain ${chainId}`).join(', ');
  const detail =
    `The relay does not watch ${names}: the payment page does not offer ${unwatched.length > 1 ? 'them' : 'it'}, ` +
    'and a payment there is not found until the relay is given an endpoint (RPC_…).';
  await addToTimeline(db, [{ invoiceId, kind: 'chains-unwatched', occasion: unwatched.join(), at, detail }]);
}
