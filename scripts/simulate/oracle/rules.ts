import type { Certainty, OracleInvoice, OracleOption, OracleRule, Outcome, PlacedTransfer } from './model.ts';
import type { RestBook } from './rest-book.ts';

/**
 * What a rule looks at. `decide` answers a question: by its certainty, or where there is none by the choice that is
 * looked at (see `judge.ts`).
 */
export interface RuleInput {
  readonly transfer: PlacedTransfer;
  readonly invoices: readonly OracleInvoice[];
  /** Contracts of the transfer's chain that are what the registry says, with their decimals. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly books: ReadonlyMap<string, RestBook>;
  readonly decide: (question: string, certainty: Certainty) => boolean;
}

/** A rule: what it is called, and what it makes of a transfer; undefined where it does not apply. */
export interface Rule {
  readonly name: string;
  readonly judge: (input: RuleInput) => Outcome | undefined;
}

const nothing: Outcome = { kind: 'nothing' };
const unmatched = (reason: string): Outcome => ({ kind: 'unmatched', reason });

/**
 * Who gets what: the first rule that applies. This table is what docs/payments.md says, written down a second time, as
 * plainly as can be and without a line of the product's own attribution; each rule looks at every invoice there is.
 */
export const rules: readonly Rule[] = [
  {
    name: 'a contract that is not in the registry is no money, whatever it calls itself',
    judge: ({ transfer, tokens }) => (tokens.has(transfer.token) ? undefined : nothing),
  },
  {
    name: 'a transfer to an address that no invoice names is nobody’s',
    judge: (input) => (isOwners(input, input.transfer.to) ? undefined : nothing),
  },
  {
    name: 'nothing moved: zero, or from an address to itself',
    judge: ({ transfer: { units, from, to } }) => (units === 0n || from === to ? nothing : undefined),
  },
  {
    name: 'an address of one invoice alone: that invoice’s',
    judge: (input) => {
      const own = optionsAt(input).filter(({ option }) => option.ownAddress);
      return own.length > 0 ? decideAmong(input, own, 'own-address') : undefined;
    },
  },
  {
    name: 'an invoice’s tag behind the call that made this very transfer: that invoice’s',
    judge: (input) => {
      const { to, units, input: data } = input.transfer;
      const tagged = optionsAt(input).filter(
        (place) => data.includes(taggedCall(to, units, place.invoice.tag)) && isThere(input, place),
      );
      return tagged.length > 0 ? decideAmong(input, tagged, 'tag') : undefined;
    },
  },
  {
    name: 'an amount, to the last digit, that one invoice waits for: the whole or the rest, with its tail; and no other without it',
    judge: (input) => {
      const fitting = optionsAt(input).filter((place) => isTaggedAmount(input, place) && isThere(input, place));
      if (fitting.length === 0) return undefined;
      const outcome = decideAmong(input, fitting, 'tagged-amount');
      if (outcome.kind !== 'credited') return outcome;
      return asking(input, asksByBook).some(({ linkId }) => linkId !== outcome.linkId)
        ? unmatched('ambiguous')
        : outcome;
    },
  },
  {
    name: 'an invoice’s tag behind a call to the same address of which the token kept up to three per cent: that invoice’s',
    judge: (input) => {
      const { to, units, input: data } = input.transfer;
      const tagged = optionsAt(input).filter(
        (place) =>
          sentWith(data, to, place.invoice.tag).some((sent) => units < sent && (sent - units) * 100n <= sent * 3n) &&
          isThere(input, place),
      );
      return tagged.length > 0 ? decideAmong(input, tagged, 'tag') : undefined;
    },
  },
  {
    name: 'from another of the owner’s addresses, and no mark: internal',
    judge: (input) => (isOwners(input, input.transfer.from) ? unmatched('internal') : undefined),
  },
  { name: 'the amount without its tail, that one open invoice asks for: assumed', judge: assume },
  { name: 'nobody’s', judge: nearMiss },
];

interface Place {
  readonly invoice: OracleInvoice;
  readonly option: OracleOption;
}

/** Every option of every invoice that names the transfer's recipient on its chain and was issued before it. */
function optionsAt(input: RuleInput): Place[] {
  const { chainId, to } = input.transfer;
  return issued(input).flatMap((invoice) =>
    invoice.options
      .filter((option) => option.chainId === chainId && option.address === to)
      .map((option) => ({ invoice, option })),
  );
}

/** How the question ends whether the relay had an invoice when it judged a transfer. */
export const wasThere = ' was there';

function issued({ transfer, invoices }: RuleInput): readonly OracleInvoice[] {
  return invoices.filter((invoice) => invoice.issuedAt <= transfer.blockTime);
}

function isThere({ transfer, decide }: RuleInput, { invoice }: Place): boolean {
  return decide(`${invoice.linkId}${wasThere}`, isPublished(invoice, transfer));
}

/**
 * Whether an address is one that the owner's invoices name, on any chain. A transfer that came before the first of them
 * was issued may be judged after it.
 */
function isOwners(input: RuleInput, address: string): boolean {
  const { invoices, transfer } = input;
  const naming = invoices.filter(({ options }) => options.some((option) => option.address === address));
  if (naming.length === 0) return false;
  // One that is published later has its past looked through: what came to its address since its issue is told then.
  const isTold = address === transfer.to && naming.some(({ issuedAt }) => issuedAt <= transfer.blockTime);
  const isKnown = isTold || naming.some((invoice) => isPublished(invoice, transfer) === 'yes');
  return input.decide(`${address} is known`, isKnown ? 'yes' : 'maybe');
}

/** Whether the relay had an invoice when it judged a transfer. */
function isPublished({ publishedAt }: OracleInvoice, { chainId, blockNumber }: PlacedTransfer): Certainty {
  const head = publishedAt.get(chainId);
  return head !== undefined && blockNumber > head ? 'yes' : 'maybe';
}

function isTaggedAmount({ transfer, books, decide }: RuleInput, { invoice, option }: Place): boolean {
  if (option.token !== transfer.token) return false;
  if (option.tagged === transfer.units) return true;
  const fits = books.get(invoice.linkId)?.isTaggedRest(option, transfer.units) ?? 'no';
  return decide(`${invoice.linkId} waits for this rest`, fits);
}

/** The call `transfer(to, units)` with an invoice's tag behind it, in hex, as payers' wallets write it. */
function taggedCall(to: string, units: bigint, tag: string): string {
  return `a9059cbb${to.slice(2).padStart(64, '0')}${units.toString(16).padStart(64, '0')}51544731${tag}`;
}

/** The amounts of calls `transfer(to, …)` in a transaction's data that an invoice's tag stands behind. */
function sentWith(data: string, to: string, tag: string): bigint[] {
  const call = new RegExp(`a9059cbb${to.slice(2).padStart(64, '0')}([0-9a-f]{64})51544731${tag}`, 'g');
  return [...data.matchAll(call)].map(([, units]) => BigInt(`0x${units}`));
}

/**
 * One invoice that takes the token and is still looked for gets it; several are nobody's. One that is no longer looked
 * for but still asks makes it nobody's too: what a late payer sends never becomes the next customer's.
 */
function decideAmong(input: RuleInput, places: readonly Place[], rule: OracleRule): Outcome {
  const { token, blockTime } = input.transfer;
  const taking = new Set(places.filter(({ option }) => option.token === token).map(({ invoice }) => invoice));
  if (taking.size === 0) return unmatched('wrong-token');
  const [invoice, ...others] = [...taking].filter(({ monitorUntil }) => blockTime <= monitorUntil);
  if (!invoice) return unmatched('monitoring-ended');
  const late = [...taking].filter(({ monitorUntil }) => blockTime > monitorUntil);
  if (others.length > 0 || late.some((each) => stillAsks(input, each))) return unmatched('ambiguous');
  return { kind: 'credited', linkId: invoice.linkId, rule, late: blockTime > invoice.expiresAt };
}

function stillAsks(input: RuleInput, invoice: OracleInvoice): boolean {
  const { books, decide } = input;
  return decide(`${invoice.linkId} asks`, books.get(invoice.linkId)?.asks() ?? 'no') && isOpen(input, invoice);
}

/** Whether the relay had the invoice as open when it judged the transfer. */
function isOpen({ transfer, decide }: RuleInput, invoice: OracleInvoice): boolean {
  const closed = invoice.closedAt.get(transfer.chainId);
  const isSurelyOpen = closed === undefined || transfer.blockNumber <= closed;
  return decide(`${invoice.linkId} is open`, isSurelyOpen ? 'yes' : 'maybe');
}

function assume(input: RuleInput): Outcome | undefined {
  const { blockTime } = input.transfer;
  const [invoice, ...others] = asking(input, asksExactly);
  if (!invoice) return undefined;
  if (others.length > 0) return unmatched('ambiguous');
  if (blockTime > invoice.monitorUntil) return unmatched('monitoring-ended');
  return { kind: 'credited', linkId: invoice.linkId, rule: 'assumed', late: blockTime > invoice.expiresAt };
}

/** The open invoices that ask for exactly this, the tail left off. */
function asking(input: RuleInput, asks: (input: RuleInput, place: Place) => Certainty): readonly OracleInvoice[] {
  const { token } = input.transfer;
  const places = optionsAt(input).filter((place) => {
    const { invoice, option } = place;
    if (option.token !== token || asks(input, place) === 'no' || !isThere(input, place)) return false;
    return input.decide(`${invoice.linkId} asks for this`, asks(input, place)) && isOpen(input, invoice);
  });
  return [...new Set(places.map(({ invoice }) => invoice))];
}

/**
 * Whether an invoice asks for exactly this. One that is published late asks for whatever its past, of
 * which a part may have been looked through, leaves.
 */
function asksExactly(input: RuleInput, place: Place): Certainty {
  const { transfer } = input;
  if (isPublished(place.invoice, transfer) === 'yes') return asksByBook(input, place);
  return transfer.units <= place.option.exact ? 'maybe' : 'no';
}

function asksByBook({ transfer, books }: RuleInput, { invoice, option }: Place): Certainty {
  return books.get(invoice.linkId)?.asksExactly(option, transfer.units) ?? 'no';
}

/**
 * Why it is nobody's: money that no invoice here takes, or that an invoice waits for in another token
 * or on another chain.
 */
function nearMiss(input: RuleInput): Outcome {
  const { token, units, chainId } = input.transfer;
  const here = optionsAt(input);
  if (here.length === 0) return unmatched('wrong-chain');
  const isTaken = here.some(({ option }) => option.token === token);
  const isExact = here.some(
    (place) => place.option.token === token && place.option.exact === units && isThere(input, place),
  );
  if (isTaken && isExact) return unmatched('no-rule');
  const named = input.invoices.flatMap(({ options }) =>
    options.filter((option) => option.address === input.transfer.to && isWorth(input, option)),
  );
  const inOther = named.some((option) => option.chainId === chainId && option.token !== token);
  const elsewhere = named.some((option) => option.chainId !== chainId);
  if (input.decide('it was meant for another token', inOther ? 'maybe' : 'no')) return unmatched('wrong-token');
  if (input.decide('it was meant for another chain', elsewhere ? 'maybe' : 'no')) return unmatched('wrong-chain');
  return unmatched(isTaken ? 'no-rule' : 'wrong-token');
}

/** Whether an option asks for about what the transfer is worth: decimals differ from token to token. */
function isWorth({ transfer, tokens }: RuleInput, { exact, tagged }: OracleOption): boolean {
  const decimals = tokens.get(transfer.token) ?? 0;
  return [6, 18].some((other) => {
    const shift = 10n ** BigInt(Math.abs(other - decimals));
    return [exact, tagged].some((each) =>
      other >= decimals ? each === transfer.units * shift : each * shift === transfer.units,
    );
  });
}
