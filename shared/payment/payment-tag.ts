/**
 * The invoice tag in the calldata of an ERC-20 transfer; `transfer-calldata.ts` writes it, this file reads it.
 *
 * Format, all hex, appended straight after the 68 bytes of `transfer(address,uint256)`:
 *
 *     a9059cbb  <to: 32 bytes, left-padded>  <amount: 32 bytes>  51544731  <tag: 16 bytes>
 *     selector                                                   "QTG1"
 *
 * A contract's ABI decoder ignores what follows its arguments, so the transfer is unchanged. Smart wallets and batches
 * wrap the call in their own calldata as a byte string, which keeps these 88 bytes together; so they are looked for
 * anywhere, and the wrapped call's own recipient and amount say which log the tag speaks of. Others may append more
 * after it (ERC-8021 does). Sources: ERC-20; Solidity ABI specification, "Strict Encoding Mode".
 */
/** Selector of `transfer(address,uint256)`, hex. */
export const transferSelector = 'a9059cbb';
/** What announces a tag: "QTG1" in ASCII, hex. */
export const tagMagic = '51544731';
const callDigits = 2 * 68;
const tagDigits = 2 * 16;

/** A transfer call with a tag, found in calldata: lower-case address, base units, 32 hex digits. */
export interface TaggedTransfer {
  readonly to: `0x${string}`;
  readonly units: bigint;
  readonly tag: string;
}

/** Most tags that are read from one transaction's calldata; a batch with more is not of ours. */
const maxTags = 500;

/**
 * Finds every tagged transfer in a transaction's calldata, top-level or wrapped. Costs one pass over the text; calldata
 * without a tag, malformed or empty gives none.
 */
export function taggedTransfers(calldata: string): readonly TaggedTransfer[] {
  const found: TaggedTransfer[] = [];
  const text = calldata.toLowerCase();
  let at = text.indexOf(tagMagic, 2 + callDigits);
  while (at !== -1 && found.length < maxTags) {
    const call = text.slice(at - callDigits, at);
    const tag = text.slice(at + tagMagic.length, at + tagMagic.length + tagDigits);
    const transfer = at % 2 === 0 ? readTransfer(call, tag) : undefined;
    if (transfer) found.push(transfer);
    at = text.indexOf(tagMagic, at + 1);
  }
  return found;
}

/**
 * The largest part of an amount that a token may keep as its fee, so that the tag still speaks of the log: 3 of 100.
 * USDT can switch a fee on, of under 0.2 of 100 (`setParams` of its contract).
 */
const largestFee = { part: 3n, whole: 100n };

/** Names the tags that speak of one transfer log: those of calls with its recipient and amount. */
export function tagsOf(calldata: string, log: LogOfCall): readonly string[] {
  return callsTo(calldata, log).flatMap(({ units, tag }) => (units === log.units ? [tag] : []));
}

/**
 * Names the tags of calls to a log's recipient of which the token may have kept a little for itself: what counts is the
 * amount of the log. Weaker than `tagsOf` and than an exact tagged amount, for a batch can hold a transfer of nearly as
 * much that is somebody else's.
 */
export function tagsAfterFee(calldata: string, log: LogOfCall): readonly string[] {
  return callsTo(calldata, log).flatMap(({ units, tag }) => (isAfterFee(log.units, units) ? [tag] : []));
}

/** A transfer log as {@link tagsOf} needs it. */
export interface LogOfCall {
  readonly to: string;
  readonly units: bigint;
}

function callsTo(calldata: string, { to }: LogOfCall): readonly TaggedTransfer[] {
  return taggedTransfers(calldata).filter((call) => call.to === to.toLowerCase());
}

function isAfterFee(arrived: bigint, sent: bigint): boolean {
  return arrived < sent && (sent - arrived) * largestFee.whole <= sent * largestFee.part;
}

function readTransfer(call: string, tag: string): TaggedTransfer | undefined {
  const match = /^a9059cbb0{24}([0-9a-f]{40})([0-9a-f]{64})$/.exec(call);
  if (!match || !/^[0-9a-f]{32}$/.test(tag)) return undefined;
  return { to: `0x${match[1]}`, units: BigInt(`0x${match[2]}`), tag };
}
