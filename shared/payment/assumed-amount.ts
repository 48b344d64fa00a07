import { isSameAddress } from '../money/address.ts';
import { restToPay, unpaidShare, type AskedAmounts, type Share, type SharePayment } from './rest.ts';

/** An option of an invoice, as {@link asksForExactly} needs it; letters of addresses in any case. */
export interface AssumableOption extends AskedAmounts {
  readonly chainId: number;
  readonly token: string;
  readonly address: string;
  readonly ownAddress: boolean;
}

/**
 * An invoice as it stood when a transfer came: times are Unix seconds. `closedAt` is when its owner voided it
 * or held it for settled, null while neither; `payments` are those that stand or are on their way, credited
 * before the transfer.
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
 * Tells whether a transfer without tag and tail may be for an invoice: whether that, when the transfer's block was
 * made, asked at that shared address for exactly this amount of this token, whole or rest, the tail left off. An amount
 * is assumed to be an invoice's (rule `assumed`) only where this is so of that invoice alone.
 *
 * It is so too of one whose monitoring has ended unpaid: what a late payer sends must not become the next customer's.
 * The relay goes by the same rule, by tables: see `attribute`.
 */
export function asksForExactly(invoice: AssumableInvoice, transfer: PlainTransfer): boolean {
  return asksFor(invoice, transfer, ({ exact }) => exact);
}

/** Tells the same of the amount with the tail. */
export function asksWithTail(invoice: AssumableInvoice, transfer: PlainTransfer): boolean {
  return asksFor(invoice, transfer, ({ tagged }) => tagged);
}

function asksFor(
  invoice: AssumableInvoice,
  transfer: PlainTransfer,
  amountOf: (asked: AskedAmounts) => bigint,
): boolean {
  const { options, issuedAt, closedAt, payments } = invoice;
  const isOpen = issuedAt <= transfer.blockTime && (closedAt === null || closedAt > transfer.blockTime);
  if (!isOpen) return false;
  const shares = [undefined, ...(invoice.shares ?? [])].map((settled) => unpaidShare(options, payments, settled));
  return options.some(
    (option) =>
      !option.ownAddress &&
      option.chainId === transfer.chainId &&
      isSameAddress(option.token, transfer.token) &&
      isSameAddress(option.address, transfer.to) &&
      shares.some((share) => {
        const asked = restToPay(option, share);
        return asked !== null && amountOf(asked) === transfer.units;
      }),
  );
}
