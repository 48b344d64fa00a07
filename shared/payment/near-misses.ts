import { pow10 } from '../money/decimal.ts';
import { findToken, type Token } from '../money/token.ts';
import { tagsAfterFee, tagsOf } from './payment-tag.ts';
import type { TransferLog } from './transfer.ts';
import type { AddressWatches, WatchIndex } from './watch-index.ts';
import type { Watch } from './watch.ts';

/** Tells whether a transfer's token is one of the registry, on its own chain. */
export function isKnownToken({ chainId, token }: Pick<TransferLog, 'chainId' | 'token'>): boolean {
  return findToken(chainId, token) !== undefined;
}

/**
 * Finds what a transfer in another token may have been meant for: watches at the same shared address and chain that
 * wait for this amount in a token of the same peg (USDC.e in place of USDC), the tagged amount before the bare one.
 */
export function namedInOtherToken(transfer: TransferLog, watches: AddressWatches): readonly Watch[] {
  return amountsIn(transfer, watches);
}

/**
 * Finds what a transfer on another chain may have been meant for: the invoice that owns the address there, that the
 * calldata's tag names, or that waits there for this amount in a token of the same peg, in this order.
 */
export function namedElsewhere(
  transfer: TransferLog,
  calldata: string | undefined,
  index: WatchIndex,
): readonly Watch[] {
  const own: Watch[] = [];
  const byTag: Watch[] = [];
  const byAmount: Watch[] = [];
  const tags = calldata === undefined ? [] : [...tagsOf(calldata, transfer), ...tagsAfterFee(calldata, transfer)];
  for (const watches of index.elsewhere(transfer.chainId, transfer.to)) {
    own.push(...watches.own);
    byTag.push(...tags.flatMap((tag) => watches.withTag(tag)));
    byAmount.push(...amountsIn(transfer, watches));
  }
  return [...own, ...byTag, ...byAmount];
}

/** Watches taken from one lookup: thousands of invoices can share an address and an amount. */
const perLookup = 10;

/** Watches for a transfer's amount in each of the tokens taken at an address: a handful of lookups. */
function amountsIn(transfer: TransferLog, watches: AddressWatches): readonly Watch[] {
  const sent = findToken(transfer.chainId, transfer.token);
  if (!sent) return [];
  const tagged: Watch[] = [];
  const exact: Watch[] = [];
  for (const token of watches.tokens()) {
    const units = sameWorth(sent, transfer.units, watches.chainId, token);
    if (units === undefined) continue;
    tagged.push(...watches.tagged(token, units).slice(0, perLookup));
    exact.push(...watches.exact(token, units).slice(0, perLookup));
  }
  return [...tagged, ...exact];
}

/** As many base units of another token as are worth the same, where both have one peg and it can be said exactly. */
function sameWorth(sent: Token, units: bigint, chainId: number, address: string): bigint | undefined {
  const other = findToken(chainId, address);
  if (!other || other.peg !== sent.peg) return undefined;
  const shift = other.decimals - sent.decimals;
  if (shift >= 0) return units * pow10(shift);
  return units % pow10(-shift) === 0n ? units / pow10(-shift) : undefined;
}
