import { findToken } from '../money/token.ts';
import type { AttributionRule } from './payment.ts';
import { taggedTransfers } from './payment-tag.ts';
import type { TransferLog } from './transfer.ts';
import type { UnmatchedReason } from './unmatched-reason.ts';
import type { AddressWatches, WatchIndex } from './watch-index.ts';
import type { Watch } from './watch.ts';

/**
 * What a transfer is.
 *
 * `credited`: this watch's, by this rule; `late` when its block is after the invoice's expiry. `unmatched`: for a person to
 * look at, with the links it might belong to, best first. `ignored`: nothing to anybody.
 */
export type Attribution =
  | {
      readonly kind: 'credited';
      readonly watch: Watch;
      readonly rule: Exclude<AttributionRule, 'manual'>;
      readonly late: boolean;
    }
  | { readonly kind: 'unmatched'; readonly reason: UnmatchedReason; readonly candidates: readonly string[] }
  | { readonly kind: 'ignored'; readonly reason: 'not-watched' | 'zero-value' | 'self-transfer' | 'unknown-token' };

/** Most candidates that an unmatched transfer names. */
const maxCandidates = 10;

/**
 * Says whose payment a transfer is: the first rule that applies of own address, calldata tag, exact tagged amount (of the
 * whole or, after a part payment, of the rest).
 *
 * Pure, and its cost does not depend on how many watches are open. A payment is a log: each log of a transaction is judged
 * by itself, and a tag speaks only of the log whose recipient and amount stand in the tagged call. A token is its
 * contract; symbols are never looked at, so a look-alike is just another contract.
 * `calldata` is the input of the log's transaction; it is needed where {@link wantsCalldata} says so, and may be left out
 * elsewhere. All addresses are lower case.
 */
export function attribute(transfer: TransferLog, calldata: string | undefined, index: WatchIndex): Attribution {
  const watches = index.at(transfer.chainId, transfer.to);
  if (!watches) return { kind: 'ignored', reason: 'not-watched' };
  if (transfer.units === 0n) return { kind: 'ignored', reason: 'zero-value' };
  if (transfer.from === transfer.to) return { kind: 'ignored', reason: 'self-transfer' };
  return (
    byOwnAddress(transfer, watches) ??
    byTag(transfer, calldata, watches) ??
    byTaggedAmount(transfer, watches) ??
    unmatchedAtShared(transfer, watches)
  );
}

/** Tells whether attributing a transfer needs its transaction's calldata: only at an address that invoices share. */
export function wantsCalldata(transfer: TransferLog, index: WatchIndex): boolean {
  const watches = index.at(transfer.chainId, transfer.to);
  return watches !== undefined && watches.own.length === 0 && transfer.units > 0n;
}

function byOwnAddress(transfer: TransferLog, watches: AddressWatches): Attribution | undefined {
  if (watches.own.length === 0) return undefined;
  const sameToken = watches.own.filter((watch) => watch.token === transfer.token);
  if (sameToken.length === 0) return unmatched('wrong-token', watches.own);
  return decide(transfer, sameToken, 'own-address');
}

function byTag(transfer: TransferLog, calldata: string | undefined, watches: AddressWatches): Attribution | undefined {
  if (calldata === undefined) return undefined;
  const tagged = taggedTransfers(calldata)
    .filter((call) => call.to === transfer.to && call.units === transfer.units)
    .flatMap((call) => watches.withTag(call.tag));
  if (tagged.length === 0) return undefined;
  const sameToken = tagged.filter((watch) => watch.token === transfer.token);
  return sameToken.length > 0 ? decide(transfer, sameToken, 'tag') : unmatched('wrong-token', tagged);
}

function byTaggedAmount(transfer: TransferLog, watches: AddressWatches): Attribution | undefined {
  const sameAmount = watches.tagged(transfer.token, transfer.units);
  return sameAmount.length > 0 ? decide(transfer, sameAmount, 'tagged-amount') : undefined;
}

/**
 * No rule applies. Candidates are invoices for exactly this amount, or with exactly this rest, the tail left off. Contracts that nobody knows are
 * ignored here: anyone can make one and send its worthless tokens to every address there is.
 */
function unmatchedAtShared(transfer: TransferLog, watches: AddressWatches): Attribution {
  if (watches.accepts(transfer.token)) return unmatched('no-rule', watches.exact(transfer.token, transfer.units));
  if (findToken(transfer.chainId, transfer.token)) return unmatched('wrong-token', []);
  return { kind: 'ignored', reason: 'unknown-token' };
}

/** Credits the one link that fits and is still watched; several that fit are nobody's. */
function decide(
  transfer: TransferLog,
  fitting: readonly Watch[],
  rule: Exclude<AttributionRule, 'manual'>,
): Attribution {
  const open = fitting.filter((watch) => transfer.blockTime <= watch.monitorUntil);
  const [watch] = open;
  if (!watch) return unmatched('monitoring-ended', fitting);
  if (open.some((other) => other.linkId !== watch.linkId)) return unmatched('ambiguous', open);
  return { kind: 'credited', watch, rule, late: transfer.blockTime > watch.expiresAt };
}

function unmatched(reason: UnmatchedReason, watches: readonly Watch[]): Attribution {
  const candidates = [...new Set(watches.map((watch) => watch.linkId))].slice(0, maxCandidates);
  return { kind: 'unmatched', reason, candidates };
}
