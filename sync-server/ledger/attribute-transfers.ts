import { attribute, maxCandidates, wantsCalldata, type Attribution } from '../../shared/payment/attribution.ts';
import { lastingIds } from '../../shared/payment/lasting-id.ts';
import { taggedTransfers } from '../../shared/payment/payment-tag.ts';
import type { SharePayment } from '../../shared/payment/rest.ts';
import { transferKey, type TransferLog } from '../../shared/payment/transfer.ts';
import type { LiveWatchIndex } from '../../shared/payment/watch-index.ts';
import type { Watch } from '../../shared/payment/watch.ts';
import type { Database } from '../storage/transact.ts';
import { findAskedThen } from './asked-then.ts';
import { readAssignedParts, type AssignedParts } from './assigned-parts.ts';
import { addNearMisses, loadWatches, type TransferWithCalldata } from './load-watches.ts';
import { readMovedPayments, type MovedPayments } from './moved-payments.ts';
import { findOwners } from './owned-addresses.ts';
import { askedOf, readLinkBooks, type ComingPayments, type LinkBook } from './link-books.ts';

/** What a transfer is to one account that watches its recipient. */
export interface AccountAttribution {
  readonly account: string;
  readonly transfer: TransferLog;
  readonly attribution: Exclude<Attribution, { kind: 'ignored' }>;
  /** See `lastingIds`. */
  readonly lastingId: string;
}

/** Fetches a transaction's calldata; undefined where nobody has the transaction. Waits while no endpoint answers. */
export type CalldataSource = (txHash: `0x${string}`) => Promise<string | undefined>;

/**
 * Says whose payments these transfers of one chain are. Each account is judged by its own watches alone: nobody can
 * make another's payment ambiguous by watching the same address. Calldata is fetched once per transaction, and only
 * where the rules want it.
 */
export async function attributeTransfers(
  db: Database,
  chainId: number,
  transfers: readonly TransferLog[],
  calldataOf: CalldataSource,
): Promise<AccountAttribution[]> {
  if (transfers.length === 0) return [];
  const ids = lastingIds(transfers);
  const calldata = new Map<string, string | undefined>();
  const results: AccountAttribution[] = [];
  for (const owned of await findOwners(db, chainId, transfers)) {
    const { account } = owned;
    const own = transfers.filter((transfer) => owned.addresses.has(transfer.to));
    const first = await loadWatches(
      db,
      owned,
      own.map((transfer) => ({ transfer, calldata: undefined })),
    );
    const hits: TransferWithCalldata[] = [];
    for (const transfer of own) {
      const wanted = wantsCalldata(transfer, first);
      if (wanted && !calldata.has(transfer.txHash)) calldata.set(transfer.txHash, await calldataOf(transfer.txHash));
      hits.push({ transfer, calldata: wanted ? calldata.get(transfer.txHash) : undefined });
    }
    // Calldata without a tag, as any wallet makes it, leads to no other watches.
    const isTagged = hits.some(({ calldata }) => calldata !== undefined && taggedTransfers(calldata).length > 0);
    const index = isTagged ? await loadWatches(db, owned, hits) : first;
    const ofOwn = own.map((transfer) => ids.get(transfer) ?? '');
    const known = {
      ids,
      assigned: await readAssignedParts(db, account, ofOwn),
      moved: await readMovedPayments(db, account, chainId, ofOwn),
    };
    results.push(...(await attributeInTurn(db, account, hits, index, known)));
  }
  return results;
}

/** What is on record of an account's transfers, by their lasting ids. */
interface Known {
  readonly ids: ReadonlyMap<TransferLog, string>;
  readonly assigned: AssignedParts;
  readonly moved: MovedPayments;
}

/**
 * Attributes one account's transfers one after another: what a link waits for after a part payment counts for the next
 * transfer already, also within one block (a reorganisation can put both there). Where the owner's own word on a
 * transfer stands, it is that which counts for the next.
 */
async function attributeInTurn(
  db: Database,
  account: string,
  hits: readonly TransferWithCalldata[],
  index: LiveWatchIndex,
  { ids, assigned, moved }: Known,
): Promise<AccountAttribution[]> {
  const results: AccountAttribution[] = [];
  const coming = new Map<string, Map<string, SharePayment>>();
  const books = hits.length > 1 ? await readLikelyBooks(db, hits, index) : new Map<string, LinkBook>();
  for (const [at, hit] of hits.entries()) {
    const { transfer } = hit;
    const lastingId = ids.get(transfer) ?? '';
    const attribution = moved.get(lastingId)?.(transfer) ?? (await judge(db, account, hit, index, coming));
    if (attribution.kind === 'ignored') continue;
    results.push({ account, transfer, attribution, lastingId });
    if (at === hits.length - 1) continue;
    for (const [linkId, part] of partsOf(transfer, attribution, assigned.get(lastingId))) {
      const ofLink = coming.get(linkId) ?? new Map<string, SharePayment>();
      coming.set(linkId, ofLink.set(transferKey(transfer), part));
      const book = books.get(linkId) ?? (await readLinkBooks(db, [linkId])).get(linkId);
      if (!book) continue;
      books.set(linkId, book);
      index.removeLink(linkId);
      for (const watch of askedOf(book, ofLink).watches) index.add(watch);
    }
  }
  return results;
}

/**
 * Reads together the books of the links that these transfers are credited to if none of them has a bearing on another.
 */
function readLikelyBooks(
  db: Database,
  hits: readonly TransferWithCalldata[],
  index: LiveWatchIndex,
): Promise<Map<string, LinkBook>> {
  const likely = hits.flatMap(({ transfer, calldata }) => {
    const attribution = attribute(transfer, calldata, index);
    return attribution.kind === 'credited' && !attribution.watch.ownAddress ? [attribution.watch.linkId] : [];
  });
  return readLinkBooks(db, likely);
}

async function judge(
  db: Database,
  account: string,
  hit: TransferWithCalldata,
  index: LiveWatchIndex,
  coming: ReadonlyMap<string, ComingPayments>,
): Promise<Attribution> {
  const first = attribute(hit.transfer, hit.calldata, index);
  if (first.kind === 'credited' && first.rule === 'assumed')
    return doubt(first.watch, await findAskedThen(db, account, hit.transfer, coming)) ?? first;
  const isOpen = first.kind === 'unmatched' && first.candidates.length === 0 && first.reason !== 'internal';
  if (!isOpen) return first;
  await addNearMisses(db, account, hit, index);
  return attribute(hit.transfer, hit.calldata, index);
}

/** What an assumed amount is where other links asked for it too, when its block was made. */
function doubt(
  { linkId }: Watch,
  { watches, tooMany }: Awaited<ReturnType<typeof findAskedThen>>,
): Attribution | undefined {
  const others = watches.map((watch) => watch.linkId).filter((other) => other !== linkId);
  if (others.length === 0 && !tooMany) return undefined;
  return { kind: 'unmatched', reason: 'ambiguous', candidates: [linkId, ...new Set(others)].slice(0, maxCandidates) };
}

/** What a transfer pays, by link: what its owner says, else what it is credited to. */
function partsOf(
  transfer: TransferLog,
  attribution: Attribution,
  assigned: ReadonlyMap<string, string> | undefined,
): [linkId: string, part: SharePayment][] {
  const { chainId, token } = transfer;
  if (assigned) return [...assigned].map(([linkId, units]) => [linkId, { chainId, token, units }]);
  const isPart = attribution.kind === 'credited' && !attribution.watch.ownAddress;
  return isPart ? [[attribution.watch.linkId, transfer]] : [];
}
