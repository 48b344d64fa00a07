import { judge } from '../oracle/judge.ts';
import { expectedProgress } from '../oracle/confirmations.ts';
import type {
  ClaimedPayment,
  JudgedTransfer,
  OracleChain,
  OracleInvoice,
  OracleRule,
  Outcome,
  Rest,
} from '../oracle/model.ts';
import { expectedSettlement, type CreditedTransfer, type ExpectedSettlement } from '../oracle/settlement.ts';
import type { RelayEntry } from './relay-ledger.ts';

/** What must be in the ledgers, now that nothing moves. */
export interface Truth {
  readonly chains: ReadonlyMap<number, OracleChain>;
  readonly invoices: readonly OracleInvoice[];
  readonly judged: ReadonlyMap<string, JudgedTransfer>;
  /** The one outcome that stands: the only one, or among several the ledger's. */
  outcomeOf(key: string): Outcome | undefined;
  /** What an invoice's settlement must be, but for these payments. */
  settlementOf(linkId: string, without?: ReadonlySet<string>): ExpectedSettlement;
  /**
   * Whether a device may deny a payment that the relay credits: an assumption, where with all that is known by now the
   * amount is nobody's. The relay could not know it then; who counts on the money is warned.
   */
  mayDeny(key: string): boolean;
}

/**
 * Works the truth out of the chains and the invoices' terms. `entries` is the relay's ledger: where timing allows
 * several outcomes it says which came about, and nothing else.
 */
export function findTruth(
  chains: readonly OracleChain[],
  invoices: readonly OracleInvoice[],
  entries: ReadonlyMap<string, RelayEntry>,
  rests: readonly Rest[],
): Truth {
  const claims = findClaims(entries);
  const judged = new Map(judge(chains, invoices, claims, rests).map((each) => [each.transfer.key, each]));
  const byChain = new Map(chains.map((chain) => [chain.chainId, chain]));
  const outcomeOf = (key: string): Outcome | undefined => {
    const outcomes = judged.get(key)?.outcomes ?? [];
    const entry = entries.get(key);
    const outcome = outcomes.length === 1 ? outcomes[0] : outcomes.find((one) => agrees(one, entry));
    return outcome?.kind === 'anything' ? asTold(entry) : outcome;
  };
  const credited = new Map<string, CreditedTransfer[]>();
  for (const { transfer } of judged.values()) {
    const outcome = outcomeOf(transfer.key);
    if (outcome?.kind !== 'credited') continue;
    const chain = byChain.get(transfer.chainId);
    const { state } = chain ? expectedProgress(transfer, chain) : { state: 'seen' };
    const isConfirmed = state === 'confirmed' || state === 'final';
    const of = credited.get(outcome.linkId) ?? [];
    credited.set(outcome.linkId, [...of, { transfer, late: outcome.late, isConfirmed }]);
  }
  const byLink = new Map(invoices.map((invoice) => [invoice.linkId, invoice]));
  return {
    chains: byChain,
    invoices,
    judged,
    outcomeOf,
    settlementOf(linkId, without) {
      const invoice = byLink.get(linkId);
      if (!invoice) throw new Error(`No invoice has the link ${linkId}`);
      const counted = (credited.get(linkId) ?? []).filter(({ transfer }) => without?.has(transfer.key) !== true);
      return expectedSettlement(invoice, counted);
    },
    mayDeny(key) {
      const outcomes = judged.get(key)?.outcomes ?? [];
      const isAssumed = entries.get(key)?.rule === 'assumed';
      return isAssumed && outcomes.some(({ kind }) => kind === 'unmatched' || kind === 'anything');
    },
  };
}

/** What a ledger made of a transfer of which the oracle says nothing. */
function asTold(entry: RelayEntry | undefined): Outcome {
  if (!entry) return { kind: 'nothing' };
  if (entry.linkId === null) return { kind: 'unmatched', reason: entry.reason ?? '' };
  return { kind: 'credited', linkId: entry.linkId, rule: entry.rule as OracleRule, late: entry.late };
}

/** Whether a ledger's entry (undefined: none) is what an outcome says. */
export function agrees(outcome: Outcome, entry: RelayEntry | undefined): boolean {
  if (outcome.kind === 'anything') return true;
  if (outcome.kind === 'nothing' || !entry) return outcome.kind === 'nothing' && !entry;
  if (outcome.kind === 'unmatched') return entry.linkId === null && entry.reason === outcome.reason;
  return entry.linkId === outcome.linkId && entry.rule === outcome.rule && entry.late === outcome.late;
}

/** The credited entries, with ids that outlive their blocks. */
function findClaims(entries: ReadonlyMap<string, RelayEntry>): ClaimedPayment[] {
  const alike = ({ chainId, txHash, token, from, to, units }: RelayEntry): string =>
    [chainId, txHash, token, from, to, units].join(':');
  const groups = Map.groupBy(entries.values(), (entry) => `${entry.blockHash}:${alike(entry)}`);
  return [...groups.values()].flatMap((group) =>
    group
      .toSorted((a, b) => a.logIndex - b.logIndex)
      .flatMap((entry, rank) => {
        const { key, linkId, rule, chainId, token, units, state } = entry;
        if (linkId === null) return [];
        const lastingId = `${alike(entry)}:${rank}`;
        const isReversed = state === 'reversed';
        return [{ key, lastingId, linkId, rule: rule as OracleRule, chainId, token, units, isReversed }];
      }),
  );
}
