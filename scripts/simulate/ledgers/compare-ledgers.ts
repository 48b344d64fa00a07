import { expectedProgress } from '../oracle/confirmations.ts';
import type { JudgedTransfer } from '../oracle/model.ts';
import type { DeviceInvoice, DeviceLedger } from './device-ledger.ts';
import type { RelayEntry } from './relay-ledger.ts';
import { agrees, type Truth } from './truth.ts';

/** Where a ledger differs from the truth: whose ledger, about what (a transfer's key, a link's id), and how. */
export interface Mismatch {
  readonly ledger: string;
  readonly about: string;
  readonly what: string;
}

/** Compares the relay's ledger with the truth: every transfer in the chains, and every entry of the ledger. */
export function compareRelay(truth: Truth, entries: ReadonlyMap<string, RelayEntry>): Mismatch[] {
  const mismatches: Mismatch[] = [];
  const blame = (about: string, what: string): void => void mismatches.push({ ledger: 'relay', about, what });
  for (const [key, judged] of truth.judged) {
    const entry = entries.get(key);
    if (!judged.outcomes.some((outcome) => agrees(outcome, entry)))
      blame(
        key,
        `${describe(entry)}, and must be ${judged.outcomes.map((each) => JSON.stringify(each)).join(' or ')} (${words(judged)})`,
      );
    else if (entry) {
      const fault = faultOfState(truth, judged, entry);
      if (fault) blame(key, fault);
    }
  }
  for (const [key, entry] of entries)
    if (!truth.judged.has(key) && entry.state !== 'reversed')
      blame(key, `${describe(entry)}, and its block is not in the chain`);
  return mismatches;
}

/**
 * Compares what a device shows of each invoice with the truth, and its payments with the relay's entries of the link.
 */
export function compareDevice(
  truth: Truth,
  entries: ReadonlyMap<string, RelayEntry>,
  ledger: DeviceLedger,
): Mismatch[] {
  const told = Map.groupBy(entries.values(), ({ linkId }) => linkId ?? '');
  return [...ledger.invoices].flatMap(([linkId, invoice]) =>
    faultsOfInvoice(truth, linkId, invoice, told.get(linkId) ?? []).map((what) => ({
      ledger: ledger.device,
      about: linkId,
      what,
    })),
  );
}

/** Confirmations on the way are told in so many steps: a large payment waits for thousands. */
const toldSteps = 20;

function faultOfState(truth: Truth, { transfer }: JudgedTransfer, entry: RelayEntry): string | undefined {
  const chain = truth.chains.get(transfer.chainId);
  if (!chain) return undefined;
  const { state, confirmations, required } = expectedProgress(transfer, chain);
  const step = Math.max(Math.floor(required / toldSteps), 1);
  const behind = confirmations - entry.confirmations;
  if (entry.state === state && behind >= 0 && behind < step) return undefined;
  return `is ${entry.state} with ${entry.confirmations} confirmations, and must be ${state} with ${confirmations} of ${required}`;
}

function faultsOfInvoice(
  truth: Truth,
  linkId: string,
  invoice: DeviceInvoice | null,
  told: readonly RelayEntry[],
): string[] {
  if (!invoice) return ['the invoice is not there'];
  const shown = new Map(invoice.payments.map((payment) => [payment.key, payment]));
  const denied = new Set<string>();
  const faults = told.flatMap((entry) => {
    const payment = shown.get(entry.key);
    if (!payment) return [`the payment ${entry.key} is not there`];
    const { state, rule, late, verification, detail } = payment;
    if (state !== entry.state || rule !== entry.rule || late !== entry.late)
      return [`the payment ${entry.key} is ${state} by ${rule}, and the relay says ${describe(entry)}`];
    if (state === 'reversed' || verification === 'verified') return [];
    if (verification === 'mismatch' && truth.mayDeny(entry.key)) {
      denied.add(entry.key);
      return [];
    }
    return [`the payment ${entry.key} is not verified but ${verification}: ${detail}`];
  });
  const known = new Set(told.map(({ key }) => key));
  for (const key of shown.keys()) if (!known.has(key)) faults.push(`the payment ${key} is one that nobody told`);
  const settlement = truth.settlementOf(linkId, denied);
  const expected = settlementText(settlement);
  const actual = settlementText(invoice.settlement);
  if (actual !== expected) faults.push(`it is settled ${actual}, and must be ${expected}`);
  const received = String(settlement.received);
  if (invoice.stored !== received) faults.push(`the list says ${invoice.stored} received, and must say ${received}`);
  return faults;
}

/** The parts of a settlement that follow from the payments, as one text: bigints and decimal text look the same. */
function settlementText(settlement: {
  readonly status: string;
  readonly received: bigint | string;
  readonly pending: bigint | string;
  readonly remaining: bigint | string;
  readonly over: bigint | string;
  readonly late: boolean;
  readonly settledAt: number | null;
}): string {
  const { status, received, pending, remaining, over, late, settledAt } = settlement;
  return `${status}: received ${received}, pending ${pending}, remaining ${remaining}, over ${over}, late ${late}, at ${settledAt}`;
}

function words({ transfer }: JudgedTransfer): string {
  const { units, token, from, to, blockNumber, blockTime, txHash } = transfer;
  return `${units} of ${token} from ${from} to ${to} in block ${blockNumber} of time ${blockTime}, ${txHash}`;
}

function describe(entry: RelayEntry | undefined): string {
  if (!entry) return 'is not there';
  const whose = entry.linkId === null ? `unmatched (${entry.reason})` : `${entry.linkId}'s by ${entry.rule}`;
  return `is ${entry.state}, ${whose}${entry.late ? ', late' : ''}`;
}
