import type { AttributionRule } from './payment.ts';
import { namedElsewhere, namedInOtherToken, isKnownToken } from './near-misses.ts';
import { tagsAfterFee, tagsOf } from './payment-tag.ts';
import type { TransferLog } from './transfer.ts';
import type { UnmatchedReason } from './unmatched-reason.ts';
import type { AddressWatches, WatchIndex } from './watch-index.ts';
import type { Watch } from './watch.ts';

/**
 * What a transfer is.
 *
 * `credited`: this watch's, by this rule; `late` when its block is after the invoice's expiry. `unmatched`: for a
 * person to look at, with the links it might belong to, best first. `ignored`: nothing to anybody.
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
export const maxCandidates = 10;
/** Links that ask for one and the same amount, beyond which nobody looks closer: there is no telling whose it is. */
const maxClaims = 32;

/**
 * Says whose payment a transfer is: the first rule that applies of own address, calldata tag, exact tagged amount (of
 * the whole or, after a part payment, of the rest), a tag of which the token kept a small fee, and the amount without
 * its tail where one open link alone asks for it and its owner allows the assumption.
 *
 * Pure, and its cost does not depend on how many watches are open. A payment is a log: each log of a transaction is
 * judged by itself, and a tag speaks only of the log whose recipient and amount stand in the tagged call. A token is
 * its contract; symbols are never looked at, so a look-alike is just another contract.
 *
 * What comes from another of the owner's addresses is `internal` unless it carries a mark (own address, tag, tagged
 * amount): an owner can pay an invoice of theirs to try it, and sweeping a forwarder pays nobody's. An amount is a
 * guess where it is one link's with the tail and another's without: then it is nobody's. A late payer's money never
 * becomes another's: a link whose monitoring ended unpaid still makes an amount ambiguous.
 *
 * `calldata` is the input of the log's transaction; it is needed where {@link wantsCalldata} says so, and may be left
 * out elsewhere. All addresses are lower case.
 */
export function attribute(transfer: TransferLog, calldata: string | undefined, index: WatchIndex): Attribution {
  const here = index.at(transfer.chainId, transfer.to);
  if (!here && !index.isWatched(transfer.to)) return { kind: 'ignored', reason: 'not-watched' };
  if (transfer.units === 0n) return { kind: 'ignored', reason: 'zero-value' };
  if (transfer.from === transfer.to) return { kind: 'ignored', reason: 'self-transfer' };
  const marked =
    here &&
    (byOwnAddress(transfer, here) ??
      byTag(tagsOf, transfer, calldata, here) ??
      byTaggedAmount(transfer, here) ??
      byTag(tagsAfterFee, transfer, calldata, here));
  if (marked) return marked;
  // Anyone can make a contract and send its worthless tokens to every address there is.
  if (!here?.accepts(transfer.token) && !isKnownToken(transfer)) return { kind: 'ignored', reason: 'unknown-token' };
  if (index.isWatched(transfer.from)) return unmatched('internal', []);
  return (here && byAssumedAmount(transfer, here)) ?? nearMiss(transfer, calldata, here, index);
}

/**
 * Tells whether attributing a transfer needs its transaction's calldata: not at an address that one invoice has alone.
 */
export function wantsCalldata(transfer: TransferLog, index: WatchIndex): boolean {
  if (transfer.units === 0n) return false;
  const watches = index.at(transfer.chainId, transfer.to);
  return watches ? watches.own.length === 0 : index.isWatched(transfer.to);
}

function byOwnAddress(transfer: TransferLog, watches: AddressWatches): Attribution | undefined {
  if (watches.own.length === 0) return undefined;
  const sameToken = watches.own.filter((watch) => watch.token === transfer.token);
  if (sameToken.length === 0) return unmatched('wrong-token', watches.own);
  return decide(transfer, sameToken, 'own-address');
}

function byTag(
  read: typeof tagsOf,
  transfer: TransferLog,
  calldata: string | undefined,
  watches: AddressWatches,
): Attribution | undefined {
  if (calldata === undefined) return undefined;
  const tagged = read(calldata, transfer).flatMap((tag) => watches.withTag(tag));
  if (tagged.length === 0) return undefined;
  const sameToken = tagged.filter((watch) => watch.token === transfer.token);
  return sameToken.length > 0 ? decide(transfer, sameToken, 'tag') : unmatched('wrong-token', tagged);
}

function byTaggedAmount(transfer: TransferLog, watches: AddressWatches): Attribution | undefined {
  const sameAmount = watches.tagged(transfer.token, transfer.units);
  if (sameAmount.length === 0) return undefined;
  const decided = decide(transfer, sameAmount, 'tagged-amount');
  if (decided.kind !== 'credited') return decided;
  // Where another asks for this very amount without its tail, there is no telling which of the two was meant.
  const isOther = ({ linkId }: Watch): boolean => linkId !== decided.watch.linkId;
  const others = claimsTo(transfer, watches.asked(transfer.token, transfer.units)).filter(isOther);
  return others.length > 0 ? unmatched('ambiguous', [decided.watch, ...others]) : decided;
}

/** The amount that open links ask for, the tail left off: many exchanges send no more than two decimals. */
function byAssumedAmount(transfer: TransferLog, watches: AddressWatches): Attribution | undefined {
  const asking = watches.asked(transfer.token, transfer.units);
  const claims = claimsTo(transfer, asking);
  const [watch, ...others] = claims;
  if (asking.length > maxClaims || others.some((other) => other.linkId !== watch?.linkId))
    return unmatched('ambiguous', claims);
  if (!watch) return undefined;
  const also = watches.exact(transfer.token, transfer.units).slice(0, maxCandidates);
  if (transfer.blockTime > watch.monitorUntil) return unmatched('monitoring-ended', [watch, ...also]);
  if (!watch.assume) return unmatched('no-rule', [watch, ...also]);
  return { kind: 'credited', watch, rule: 'assumed', late: transfer.blockTime > watch.expiresAt };
}

/** Those that ask for it and were issued before it came, as many as are looked at and named. */
function claimsTo({ blockTime }: TransferLog, asking: readonly Watch[]): readonly Watch[] {
  const claims: Watch[] = [];
  for (const watch of asking.slice(0, maxClaims))
    if ((watch.issuedAt ?? 0) <= blockTime && claims.length < maxCandidates) claims.push(watch);
  return claims;
}

/**
 * No rule applies. Candidates are invoices for exactly this amount, or with exactly this rest, the tail left off; else
 * those whose amount it is in another token, or on another chain.
 */
function nearMiss(
  transfer: TransferLog,
  calldata: string | undefined,
  here: AddressWatches | undefined,
  index: WatchIndex,
): Attribution {
  const exact = here?.exact(transfer.token, transfer.units) ?? [];
  if (exact.length > 0) return unmatched('no-rule', exact);
  const inOtherToken = here ? namedInOtherToken(transfer, here) : [];
  if (inOtherToken.length > 0) return unmatched('wrong-token', inOtherToken);
  const elsewhere = namedElsewhere(transfer, calldata, index);
  if (!here || elsewhere.length > 0) return unmatched('wrong-chain', elsewhere);
  return unmatched(here.accepts(transfer.token) ? 'no-rule' : 'wrong-token', []);
}

/** Credits the one link that fits and is still watched; several that fit are nobody's. */
function decide(
  transfer: TransferLog,
  fitting: readonly Watch[],
  rule: Exclude<AttributionRule, 'manual'>,
): Attribution {
  const isWatchedStill = (watch: Watch): boolean => transfer.blockTime <= watch.monitorUntil;
  const [watch, ...others] = fitting.filter(isWatchedStill);
  if (!watch) return unmatched('monitoring-ended', fitting);
  const unpaid = fitting.filter((other) => !isWatchedStill(other) && other.isOpen !== false);
  const claims = [watch, ...others, ...unpaid];
  if (claims.some((other) => other.linkId !== watch.linkId)) return unmatched('ambiguous', claims);
  return { kind: 'credited', watch, rule, late: transfer.blockTime > watch.expiresAt };
}

function unmatched(reason: UnmatchedReason, watches: readonly Watch[]): Attribution {
  const candidates = new Set<string>();
  for (const { linkId } of watches) {
    if (candidates.size === maxCandidates) break;
    candidates.add(linkId);
  }
  return { kind: 'unmatched', reason, candidates: [...candidates] };
}
