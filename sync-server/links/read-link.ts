import type { LinkState } from '../../shared/relay-api/links.ts';
import { ok } from '../../shared/result.ts';
import { readLinkPayments } from '../ledger/read-link-payments.ts';
import { toPayment } from '../ledger/to-payment.ts';
import type { Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';
import { readChainStates } from './read-chain-states.ts';
import { unknownLink } from './unknown-link.ts';

/** A published link as the payment page first reads it. */
export async function getLink(context: RelayContext, id: string) {
  const link = await context.database.kysely
    .selectFrom('links')
    .select('sealed_invoice')
    .where('id', '=', id)
    .executeTakeFirst();
  const state = link && (await readLinkState(context, id));
  if (!link || !state) return unknownLink();
  return ok({ id, sealedInvoice: link.sealed_invoice, state, practice: context.config.practice });
}

/** A published link's sealed PDF. */
export async function getLinkPdf(context: RelayContext, id: string): Promise<Answer<{ sealedPdf: string }>> {
  const link = await context.database.kysely
    .selectFrom('links')
    .select('sealed_pdf')
    .where('id', '=', id)
    .executeTakeFirst();
  return link ? ok({ sealedPdf: link.sealed_pdf }) : unknownLink();
}

/** A link's live state, or null when there is no such link. */
export async function readLinkState(context: RelayContext, id: string): Promise<LinkState | null> {
  const { kysely } = context.database;
  const link = await kysely
    .selectFrom('links')
    .select(['status', 'settled_part', 'settled_whole'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!link) return null;
  const payments = (await readLinkPayments(kysely, [id])).get(id) ?? [];
  const watched = await kysely.selectFrom('watches').select('chain_id').distinct().where('link_id', '=', id).execute();
  const chainIds = new Set(watched.map((row) => row.chain_id));
  const chains = (await readChainStates(context)).filter((chain) => chainIds.has(chain.chainId));
  return {
    status: link.status,
    ...(BigInt(link.settled_part) === 0n ? {} : { settled: { part: link.settled_part, whole: link.settled_whole } }),
    payments: payments.flatMap((row) => toPayment(row) ?? []),
    chains,
  };
}
