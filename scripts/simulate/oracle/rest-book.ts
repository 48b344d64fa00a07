import { rest, sum, takeUp, type Fraction } from './fraction.ts';
import type { Certainty, ClaimedPayment, OracleInvoice, OracleOption, PlacedTransfer } from './model.ts';
import { centOf, taggedRest } from './tagged-rest.ts';

type Paid = Pick<PlacedTransfer, 'chainId' | 'token' | 'units'>;

/** With more payments than this, of those that may or may not have been known, nothing is said for certain. */
const mostUncertain = 8;
/** Far more than what floating point loses, far less than any two sums differ by. */
const near = 1e-9;

/**
 * What one invoice asks for when a transfer on one chain comes.
 *
 * The payments before it on its own chain are certain. Those on other chains, and those that were since taken back, may
 * have been known or not; so there is an answer for each choice of them.
 */
export class RestBook {
  readonly #invoice: OracleInvoice;
  /** Paid shares by choice of the uncertain payments; the first is of none. */
  readonly #choices: readonly Fraction[];
  readonly #isVague: boolean;
  #paid: readonly Fraction[];
  #approximate: readonly number[] = [];
  #certain: Fraction = { part: 0n, whole: 1n };

  /** @param claims what the ledger has of the invoice's payments on other chains, and had on any. */
  constructor(invoice: OracleInvoice, claims: readonly ClaimedPayment[]) {
    this.#invoice = invoice;
    const uncertain = claims.slice(-mostUncertain).flatMap((claim) => this.#shareOf(claim));
    this.#isVague = claims.length > mostUncertain;
    this.#choices = Array.from({ length: 2 ** uncertain.length }, (_, choice) =>
      sum(uncertain.filter((_share, index) => (choice >> index) % 2 === 1)),
    );
    this.#paid = this.#choices;
    this.#approximate = this.#paid.map(toNumber);
  }

  /** A payment on this chain, in its turn. */
  add(payment: Paid): void {
    const share = this.#shareOf(payment);
    if (share.length === 0) return;
    this.#certain = sum([this.#certain, ...share]);
    this.#paid = this.#choices.map((choice) => sum([this.#certain, choice]));
    this.#approximate = this.#paid.map(toNumber);
  }

  /** Whether `units` are the rest in an option's token, the tail in its last digits. */
  isTaggedRest(option: OracleOption, units: bigint): Certainty {
    const { exact, tagged, ownAddress } = option;
    if (ownAddress || units > tagged) return 'no';
    return this.#answer(
      (paid) => paid.part > 0n && paid.part < paid.whole && taggedRest(rest(paid), option) === units,
      1 - Number(units) / Number(exact),
      Number(centOf(option)) / Number(exact),
      exact,
    );
  }

  /** Whether `units` are what is asked for in an option's token, whole or rest, the tail left off. */
  asksExactly({ exact }: OracleOption, units: bigint): Certainty {
    if (units > exact) return 'no';
    return this.#answer(
      (paid) => paid.part < paid.whole && takeUp(rest(paid), exact) === units,
      1 - Number(units) / Number(exact),
      0,
      exact,
    );
  }

  /** Whether anything is still asked for. */
  asks(): Certainty {
    return this.#agree(this.#paid.map(({ part, whole }) => part < whole));
  }

  /** `share`: about how much must be paid for the answer to be yes, give or take `leeway`. */
  #answer(test: (paid: Fraction) => boolean, share: number, leeway: number, exact: bigint): Certainty {
    const width = leeway + near + 4 / Number(exact);
    return this.#agree(
      this.#paid.map((paid, at) => Math.abs((this.#approximate[at] ?? 0) - share) < width && test(paid)),
    );
  }

  #agree(answers: readonly boolean[]): Certainty {
    if (this.#isVague) return 'maybe';
    if (answers.every(Boolean)) return 'yes';
    return answers.some(Boolean) ? 'maybe' : 'no';
  }

  #shareOf({ chainId, token, units }: Paid): Fraction[] {
    const paidIn = this.#invoice.options.find((option) => option.chainId === chainId && option.token === token);
    return paidIn ? [{ part: units, whole: paidIn.exact }] : [];
  }
}

function toNumber({ part, whole }: Fraction): number {
  return Number(part) / Number(whole);
}
