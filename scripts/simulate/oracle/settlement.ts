import { isLess, rest, sum, take, type Fraction } from './fraction.ts';
import type { OracleInvoice, OracleOption, PlacedTransfer } from './model.ts';
import { centOf } from './tagged-rest.ts';

/** A payment with how deep it lies and whether that is deep enough. */
export interface CreditedTransfer {
  readonly transfer: PlacedTransfer;
  readonly late: boolean;
  readonly isConfirmed: boolean;
}

/** How far an invoice must be settled; minor units. `settledAt` is Unix seconds of the block that completed it. */
export interface ExpectedSettlement {
  readonly status: 'unpaid' | 'partial' | 'paid' | 'overpaid';
  readonly received: bigint;
  readonly pending: bigint;
  readonly remaining: bigint;
  readonly over: bigint;
  readonly late: boolean;
  readonly settledAt: number | null;
}

/** Adds an invoice's payments up: each is the share of the due sum that it is of its option's. */
export function expectedSettlement(invoice: OracleInvoice, credited: readonly CreditedTransfer[]): ExpectedSettlement {
  const counted = credited.filter(({ isConfirmed }) => isConfirmed);
  const received = worth(invoice, counted);
  const { due } = invoice;
  const remaining = received < due ? due - received : 0n;
  return {
    status: received === 0n ? 'unpaid' : received < due ? 'partial' : received === due ? 'paid' : 'overpaid',
    received,
    pending: worth(
      invoice,
      credited.filter(({ isConfirmed }) => !isConfirmed),
    ),
    remaining,
    over: received > due ? received - due : 0n,
    late: counted.some(({ late }) => late),
    settledAt: remaining > 0n ? null : completedAt(invoice, counted),
  };
}

/** Minor units, rounded down once; a surplus of less than a cent of a token that was paid with a tail is none. */
function worth(invoice: OracleInvoice, payments: readonly CreditedTransfer[]): bigint {
  const paid = payments.flatMap(({ transfer }) => {
    const option = optionOf(invoice, transfer);
    return option ? [{ option, share: { part: transfer.units, whole: option.exact } }] : [];
  });
  const total = sum(paid.map(({ share }) => share));
  const surplus = { part: -rest(total).part, whole: total.whole };
  const isTailOnly = surplus.part > 0n && paid.some(({ option }) => isLess(surplus, allowance(option)));
  return isTailOnly ? invoice.due : take(total, invoice.due);
}

function allowance(option: OracleOption): Fraction {
  return { part: option.tagged > option.exact ? centOf(option) : 0n, whole: option.exact };
}

function optionOf({ options }: OracleInvoice, { chainId, token }: PlacedTransfer): OracleOption | undefined {
  return options.find((option) => option.chainId === chainId && option.token === token);
}

/** The time of the first payment, in the order of the blocks' own times, with which the due sum is there. */
function completedAt(invoice: OracleInvoice, counted: readonly CreditedTransfer[]): number | null {
  const inTime = counted.toSorted(
    ({ transfer: a }, { transfer: b }) => a.blockTime - b.blockTime || a.chainId - b.chainId || a.logIndex - b.logIndex,
  );
  const at = inTime.findIndex((_, index) => worth(invoice, inTime.slice(0, index + 1)) >= invoice.due);
  return inTime[at]?.transfer.blockTime ?? null;
}
