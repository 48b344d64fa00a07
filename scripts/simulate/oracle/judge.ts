import {
  placedTransfers,
  type Certainty,
  type ClaimedPayment,
  type JudgedTransfer,
  type OracleChain,
  type OracleInvoice,
  type Outcome,
  type PlacedTransfer,
  type Rest,
} from './model.ts';
import { RestBook } from './rest-book.ts';
import { rules, wasThere, type RuleInput } from './rules.ts';

/** Questions to which nobody knows the answer, of one transfer; with more, nothing is said of it. */
const mostQuestions = 8;

/**
 * Says of every transfer in the chains what must have become of it.
 *
 * What an invoice asks for follows from its payments before: on the same chain these are certain. Whether a payment on
 * another chain, one that was since taken back, or an owner's closing of it was known when the transfer came hangs on
 * the timing of processes; then each answer that some timing gives is allowed. What the ledger says of the *other*
 * payments (`claims`; each is judged by itself) tells which there are.
 *
 * A transfer that was credited already in a block that is gone stays what it was.
 */
export function judge(
  chains: readonly OracleChain[],
  invoices: readonly OracleInvoice[],
  claims: readonly ClaimedPayment[],
  rests: readonly Rest[],
): JudgedTransfer[] {
  const byLastingId = Map.groupBy(claims, (claim) => claim.lastingId);
  const claimed = new Map(claims.filter((claim) => !claim.isReversed).map((claim) => [claim.key, claim.linkId]));
  return chains.flatMap((chain) => {
    const transfers = Map.groupBy(placedTransfers(chain), ({ blockNumber }) => restBefore(rests, chain, blockNumber));
    const credited: { linkId: string; transfer: PlacedTransfer }[] = [];
    return [...transfers].flatMap(([rest, some]) => {
      const books = openBooks(chain, invoices, claims, rest);
      for (const { linkId, transfer } of credited) books.get(linkId)?.add(transfer);
      return some.map((transfer) => {
        const moved = (byLastingId.get(transfer.lastingId) ?? []).filter(({ key }) => key !== transfer.key);
        const outcomes = [
          ...outcomesOf(transfer, chain, invoices, books),
          ...moved.map((claim) => asBefore(claim, transfer, invoices)),
        ];
        // Where more than one is right, what follows goes by what the ledger has.
        const linkId = claimed.get(transfer.key);
        const standing = outcomes.length === 1 ? outcomes[0] : outcomes.find((outcome) => isFor(outcome, linkId));
        const to = standing?.kind === 'credited' ? standing.linkId : standing?.kind === 'anything' ? linkId : undefined;
        if (to !== undefined) {
          books.get(to)?.add(transfer);
          credited.push({ linkId: to, transfer });
        }
        return { transfer, outcomes };
      });
    });
  });
}

/** The last rest before a block was made. */
function restBefore(rests: readonly Rest[], { chainId }: OracleChain, blockNumber: number): Rest | undefined {
  return rests.findLast(({ heads }) => (heads.get(chainId) ?? Infinity) < blockNumber);
}

/** What each invoice has been paid on other chains, for certain and perhaps, after a rest. */
function openBooks(
  { chainId }: OracleChain,
  invoices: readonly OracleInvoice[],
  claims: readonly ClaimedPayment[],
  rest: Rest | undefined,
): Map<string, RestBook> {
  const byLink = Map.groupBy(claims, (claim) => claim.linkId);
  return new Map(
    invoices.map((invoice) => {
      const others = (byLink.get(invoice.linkId) ?? []).filter(
        (claim) => claim.isReversed || claim.chainId !== chainId,
      );
      const isCertain = (claim: ClaimedPayment): boolean => !claim.isReversed && rest?.standing.has(claim.key) === true;
      const perhaps = others.filter((claim) => !isCertain(claim) && !rest?.reversed.has(claim.key));
      const book = new RestBook(invoice, perhaps);
      for (const claim of others.filter(isCertain)) book.add(claim);
      return [invoice.linkId, book];
    }),
  );
}

/** One outcome for each choice of what may have been known when the transfer came. */
function outcomesOf(
  transfer: PlacedTransfer,
  { tokens }: OracleChain,
  invoices: readonly OracleInvoice[],
  books: ReadonlyMap<string, RestBook>,
): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  const withoutSome = new Map<string, Outcome>();
  let isVague = false;
  const explore = (answers: ReadonlyMap<string, boolean>): void => {
    let open: string | undefined;
    const decide = (question: string, certainty: Certainty): boolean => {
      if (certainty !== 'maybe') return certainty === 'yes';
      if (!answers.has(question)) open ??= question;
      return answers.get(question) ?? false;
    };
    const outcome = applyRules({ transfer, invoices, tokens, books, decide });
    const lacksOne = [...answers].some(([question, answer]) => !answer && question.endsWith(wasThere));
    if (open !== undefined && answers.size === mostQuestions) isVague = true;
    else if (open === undefined) (lacksOne ? withoutSome : outcomes).set(JSON.stringify(outcome), outcome);
    else if (!isVague) for (const answer of [false, true]) explore(new Map([...answers, [open, answer]]));
  };
  explore(new Map());
  if (isVague) return [{ kind: 'anything' }];
  return [...outcomes.values(), ...[...withoutSome.values()].filter((one) => mayStay(one, [...outcomes.values()]))];
}

/**
 * Whether what a transfer was before an invoice was published may be what it is after: not where it was nobody's, and
 * is the invoice's, for the past is looked through then.
 */
function mayStay(outcome: Outcome, withAll: readonly Outcome[]): boolean {
  if (outcome.kind === 'nothing') return withAll.every(({ kind }) => kind === 'nothing');
  return outcome.kind === 'credited' || withAll.some(({ kind }) => kind !== 'credited');
}

function applyRules(input: RuleInput): Outcome {
  for (const rule of rules) {
    const outcome = rule.judge(input);
    if (outcome) return outcome;
  }
  throw new Error('The last rule applies to everything');
}

function asBefore(
  { linkId, rule }: ClaimedPayment,
  { blockTime }: PlacedTransfer,
  invoices: readonly OracleInvoice[],
): Outcome {
  const invoice = invoices.find((each) => each.linkId === linkId);
  return { kind: 'credited', linkId, rule, late: invoice !== undefined && blockTime > invoice.expiresAt };
}

function isFor(outcome: Outcome, linkId: string | undefined): boolean {
  if (outcome.kind === 'anything') return true;
  return outcome.kind === 'credited' ? outcome.linkId === linkId : linkId === undefined;
}
