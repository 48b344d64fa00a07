import { rest, sum, take, type Fraction } from './fraction.ts';
import type { ClaimedPayment, OracleInvoice, OracleOption, PlacedTransfer } from './model.ts';

type Paid = Pick<PlacedTransfer, 'chainId' | 'token' | 'units'>;

/** Payments beyond this many, of those that may or may not have been known, are taken for unknown. */
const mostUncertain = 6;
/** Far more than what floating point loses, far less than any two sums differ by. */
const near = 1e-9;

/**
 * Which rest of one invoice a transfer on one chain may have been asked for.
 *
 * The payments before it on its own chain are certain. Those on other chains, and those that were since taken back, may have been
 * known or not; so there is a rest for each choice of them.
 */
export class RestBook {
  readonly #invoice: OracleInvoice;
  /** Paid shares by choice of the uncertain payments; the first is of none. */
  readonly #choices: readonly Fraction[];
  readonly #approximate: readonly number[];
  #certain: readonly Fraction[] = [];
  #total: Fraction = { part: 0n, whole: 1n };

  /** @param claims what the ledger has of the invoice's payments on other chains, and had on any. */
  constructor(invoice: OracleInvoice, claims: readonly ClaimedPayment[]) {
    this.#invoice = invoice;
    const uncertain = claims.slice(0, mostUncertain).flatMap((claim) => this.#shareOf(claim));
    this.#choices = Array.from({ length: 2 ** uncertain.length }, (_, choice) =>
      sum(uncertain.filter((_share, index) => (choice >> index) % 2 === 1)),
    );
    this.#approximate = this.#choices.map(({ part, whole }) => Number(part) / Number(whole));
  }

  /** A payment on this chain, in its turn. */
  add(payment: Paid): void {
    this.#certain = [...this.#certain, ...this.#shareOf(payment)];
    this.#total = sum(this.#certain);
  }

  /** Whether `units` of an option's token are the rest, with the tail: surely, by some choice only, or not at all. */
  fits(option: OracleOption, units: bigint): 'yes' | 'maybe' | 'no' {
    if (option.ownAddress || units >= option.tagged) return 'no';
    const tail = option.tagged - option.exact;
    const share = 1 - Number(units - tail) / Number(option.exact) - Number(this.#total.part) / Number(this.#total.whole);
    const answers = this.#choices.map((choice, index) => {
      const isNear = Math.abs(share - (this.#approximate[index] ?? 0)) < near + 2 / Number(option.exact);
      return isNear && this.#isRest(choice, option, units);
    });
    if (answers.every(Boolean)) return 'yes';
    return answers.some(Boolean) ? 'maybe' : 'no';
  }

  #isRest(choice: Fraction, option: OracleOption, units: bigint): boolean {
    const paid = sum([this.#total, choice]);
    const unpaid = rest(paid);
    if (paid.part === 0n || unpaid.part <= 0n) return false;
    return take(unpaid, option.exact) + (option.tagged - option.exact) === units;
  }

  #shareOf({ chainId, token, units }: Paid): Fraction[] {
    const paidIn = this.#invoice.options.find((option) => option.chainId === chainId && option.token === token);
    return paidIn ? [{ part: units, whole: paidIn.exact }] : [];
  }
}
