import { restToPay, unpaidShare, type AskedAmounts, type Share, type SharePayment } from './rest.ts';

/** An option of an invoice, as {@link asksForExactly} needs it; letters of addresses in any case. */
export interface AssumableOption extends AskedAmounts {
  readonly chainId: number;
  readonly token: string;
  readonly address: string;
  readonly ownAddress: boolean;
}

/**
 * An invoice as it stood when a transfer came: times are Unix seconds. `closedAt` is when its owner voided it or held it for
 * settled, null while neither; `payments` are those that stand or are on their way, credited before the transfer.
 */
export interface AssumableInvoice {
  readonly linkId: string;
  readonly options: readonly AssumableOption[];
  readonly issuedAt: number;
  readonly closedAt: number | null;
  readonly payments: readonly SharePayment[];
  /** What part may have been settled otherwise at the time; that nothing was need not be among them. */
  readonly shares?: readonly Share[];
}

/** A transfer as {@link asksForExactly} needs it. */
export interface PlainTransfer {
  readonly chainId: number;
  readonly token: string;
  readonly to: string;
  readonly units: bigint;
  readonly blockTime: number;
}

/**
 * Names the invoices that a transfer without tag and tail may be for: those that, when its block was made, asked at that
 * shared address for exactly this amount of this token, whole or rest, the tail left off. An amount is assumed to be an
 * invoice's (rule `assumed`) only where this is that invoice alone.
 *
 * One whose monitoring has ended unpaid is named too: what a late payer sends must not become the next customer's.
 * The relay goes by the same rule, by tables: see `attribute`.
 */
export function linksAskingExactly(transfer: PlainTransfer, invoices: readonly AssumableInvoice[]): readonly string[] {
  return invoices.filter((invoice) => asksForExactly(invoice, transfer)).map(({ linkId }) => linkId);
}

/** Tells whether one invoice asked for exactly this, when the transfer's block was made. */
export function asksForExactly(invoice: AssumableInvoice, transfer: PlainTransfer): boolean {
  const { options, issuedAt, closedAt, payments } = invoice;
  const isOpen = issuedAt <= transfer.blockTime && (closedAt === null || closedAt > transfer.blockTime);
  if (!isOpen) return false;
  const shares = [undefined, ...(invoice.shares ?? [])].map((settled) => unpaidShare(options, payments, settled));
  return options.some(
    (option) =>
      !option.ownAddress &&
      option.chainId === transfer.chainId &&
      isSame(option.token, transfer.token) &&
      isSame(option.address, transfer.to) &&
      shares.some((share) => restToPay(option, share)?.exact === transfer.units),
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
