import {
  placedTransfers,
  type ClaimedPayment,
  type JudgedTransfer,
  type OracleChain,
  type OracleInvoice,
  type Outcome,
  type PlacedTransfer,
} from './model.ts';
import { RestBook } from './rest-book.ts';
import { rules, type RuleInput } from './rules.ts';

/**
 * Says of every transfer in the chains what must have become of it.
 *
 * Once a part is paid, an invoice at a shared address waits for the exact rest too (marked with its tail). What the rest is
 * follows from the invoice's payments before: on the same chain these are certain. Whether a payment on another chain, or one that
 * was since taken back, was known when the transfer came hangs on the timing of processes; then each answer that some timing
 * gives is allowed. What the ledger says of the *other* payments (`claims`; each is judged by itself) tells which there are.
 */
export function judge(
  chains: readonly OracleChain[],
  invoices: readonly OracleInvoice[],
  claims: readonly ClaimedPayment[],
): JudgedTransfer[] {
  const byLink = Map.groupBy(claims, (claim) => claim.linkId);
  return chains.flatMap((chain) => {
    const books = new Map(
      invoices.map((invoice) => {
        const uncertain = (byLink.get(invoice.linkId) ?? []).filter(
          (claim) => claim.isReversed || claim.chainId !== chain.chainId,
        );
        return [invoice.linkId, new RestBook(invoice, uncertain)] as const;
      }),
    );
    const claimed = new Map(claims.filter((claim) => !claim.isReversed).map((claim) => [claim.key, claim.linkId]));
    return placedTransfers(chain).map((transfer) => {
      const outcomes = outcomesOf(transfer, chain, invoices, books);
      // Where more than one is right, what follows goes by what the ledger has.
      const linkId = claimed.get(transfer.key);
      const standing = outcomes.length === 1 ? outcomes[0] : outcomes.find((outcome) => isFor(outcome, linkId));
      if (standing?.kind === 'credited') books.get(standing.linkId)?.add(transfer);
      return { transfer, outcomes };
    });
  });
}

/** One outcome for each choice of what the transfer may have been the rest of. */
function outcomesOf(
  transfer: PlacedTransfer,
  { tokens }: OracleChain,
  invoices: readonly OracleInvoice[],
  books: ReadonlyMap<string, RestBook>,
): Outcome[] {
  const maybe = new Set<string>();
  const judged = (assumed: ReadonlySet<string>): Outcome =>
    applyRules({
      transfer,
      invoices,
      tokens,
      waitsFor(invoice, option, units) {
        if (option.tagged === units) return true;
        const fits = books.get(invoice.linkId)?.fits(option, units) ?? 'no';
        if (fits === 'maybe') maybe.add(invoice.linkId);
        return fits === 'yes' || assumed.has(invoice.linkId);
      },
    });
  const outcomes = [judged(new Set())];
  for (const linkId of [...maybe]) outcomes.push(judged(new Set([linkId])));
  if (maybe.size > 1) outcomes.push(judged(maybe));
  return [...new Map(outcomes.map((outcome) => [JSON.stringify(outcome), outcome])).values()];
}

function applyRules(input: RuleInput): Outcome {
  for (const rule of rules) {
    const outcome = rule.judge(input);
    if (outcome) return outcome;
  }
  throw new Error('The last rule applies to everything');
}

function isFor(outcome: Outcome, linkId: string | undefined): boolean {
  return outcome.kind === 'credited' ? outcome.linkId === linkId : linkId === undefined;
}
