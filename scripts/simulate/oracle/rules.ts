import type { OracleInvoice, OracleOption, Outcome, PlacedTransfer } from './model.ts';

/** What a rule looks at. `waitsFor` tells whether an invoice waits for this very amount in an option's token, see `judge.ts`. */
export interface RuleInput {
  readonly transfer: PlacedTransfer;
  readonly invoices: readonly OracleInvoice[];
  /** Contracts of the transfer's chain that are what the registry says. */
  readonly tokens: ReadonlySet<string>;
  readonly waitsFor: (invoice: OracleInvoice, option: OracleOption, units: bigint) => boolean;
}

/** A rule: what it is called, and what it makes of a transfer; undefined where it does not apply. */
export interface Rule {
  readonly name: string;
  readonly judge: (input: RuleInput) => Outcome | undefined;
}

const nothing: Outcome = { kind: 'nothing' };

/**
 * Who gets what: the first rule that applies. This table is what docs/payments says, written down a second time, as plainly as
 * can be and without a line of the product's own attribution; each rule looks at every invoice there is.
 */
export const rules: readonly Rule[] = [
  {
    name: 'a contract that is not in the registry is no money, whatever it calls itself',
    judge: ({ transfer, tokens }) => (tokens.has(transfer.token) ? undefined : nothing),
  },
  {
    name: 'a transfer to an address that no invoice names on this chain is nobody’s',
    judge: (input) => (optionsAt(input).length > 0 ? undefined : nothing),
  },
  {
    name: 'nothing moved: zero, or from an address to itself',
    judge: ({ transfer: { units, from, to } }) => (units === 0n || from === to ? nothing : undefined),
  },
  {
    name: 'an address of one invoice alone: that invoice’s',
    judge: (input) => {
      const own = optionsAt(input).filter(({ option }) => option.ownAddress);
      return own.length > 0 ? decide(input, own, 'own-address') : undefined;
    },
  },
  {
    name: 'an invoice’s tag behind the call that made this very transfer: that invoice’s',
    judge: (input) => {
      const { to, units, input: data } = input.transfer;
      const tagged = optionsAt(input).filter(({ invoice }) => data.includes(taggedCall(to, units, invoice.tag)));
      return tagged.length > 0 ? decide(input, tagged, 'tag') : undefined;
    },
  },
  {
    name: 'an amount, to the last digit, that one invoice waits for',
    judge: (input) => {
      const { token, units } = input.transfer;
      const fitting = optionsAt(input).filter(
        ({ invoice, option }) => option.token === token && input.waitsFor(invoice, option, units),
      );
      return fitting.length > 0 ? decide(input, fitting, 'tagged-amount') : undefined;
    },
  },
  {
    name: 'money that no invoice here can take',
    judge: (input) =>
      optionsAt(input).some(({ option }) => option.token === input.transfer.token)
        ? undefined
        : { kind: 'unmatched', reason: 'wrong-token' },
  },
  { name: 'nothing says whose it is', judge: () => ({ kind: 'unmatched', reason: 'no-rule' }) },
];

interface Place {
  readonly invoice: OracleInvoice;
  readonly option: OracleOption;
}

/** Every option of every invoice that names the transfer's recipient on its chain. */
function optionsAt({ transfer, invoices }: RuleInput): Place[] {
  return invoices.flatMap((invoice) =>
    invoice.options
      .filter(({ chainId, address }) => chainId === transfer.chainId && address === transfer.to)
      .map((option) => ({ invoice, option })),
  );
}

/** The call `transfer(to, units)` with an invoice's tag behind it, in hex, as payers' wallets write it. */
function taggedCall(to: string, units: bigint, tag: string): string {
  return `a9059cbb${to.slice(2).padStart(64, '0')}${units.toString(16).padStart(64, '0')}51544731${tag}`;
}

/** One invoice that takes the token and is still looked for gets it; several are nobody's. */
function decide(
  { transfer: { token, blockTime } }: RuleInput,
  places: readonly Place[],
  rule: Extract<Outcome, { kind: 'credited' }>['rule'],
): Outcome {
  const taking = places.filter(({ option }) => option.token === token);
  if (taking.length === 0) return { kind: 'unmatched', reason: 'wrong-token' };
  const open = new Set(taking.map(({ invoice }) => invoice).filter(({ monitorUntil }) => blockTime <= monitorUntil));
  const [invoice] = open;
  if (!invoice) return { kind: 'unmatched', reason: 'monitoring-ended' };
  if (open.size > 1) return { kind: 'unmatched', reason: 'ambiguous' };
  return { kind: 'credited', linkId: invoice.linkId, rule, late: blockTime > invoice.expiresAt };
}
