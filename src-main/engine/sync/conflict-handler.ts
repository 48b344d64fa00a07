import type { RxConflictHandler, WithDeleted } from 'rxdb';
import type { SyncedDocument } from '../database/documents.ts';
import { mergeFields, same, type Json } from './merge-fields.ts';

/** How a collection settles two versions; `newRev` gives 32 fresh random hex digits. */
export interface ConflictRules {
  readonly collection: string;
  readonly newRev: () => string;
  /**
   * Told when one draft was issued on two devices before they met: both issued invoices are real and have been shown to
   * payers, so the one that loses its place must be kept as an invoice of its own. Its place is given up only when
   * the promise resolves, so a crash on the way meets the same conflict again.
   */
  readonly onSecondIssue?: (document: Record<string, unknown>) => Promise<void>;
}

/**
 * Builds RxDB's conflict handler for one synced collection (sync rules 3 and the merge of decision 3).
 *
 * `timeline` entries never change, so the relay's stands; of two `payments` the one with the later relay `seq` stands;
 * an issued invoice never yields to a draft, nor changes in what was signed; of two words on one transfer
 * (`adjustments` of kind `assignment`) the newer stands as a whole; an edit outlives a deletion; all else merges three
 * ways with the newer `updatedAt` preferred.
 */
export function createConflictHandler<Doc extends SyncedDocument>(rules: ConflictRules): RxConflictHandler<Doc> {
  return {
    isEqual: (a, b) => a.rev === b.rev,
    async resolve({ assumedMasterState, realMasterState, newDocumentState }) {
      const theirs = plain(realMasterState);
      const mine = plain(newDocumentState);
      if (isSecondIssue(rules.collection, theirs, mine)) await rules.onSecondIssue?.(mine);
      const merged = mergeVersions(rules, assumedMasterState ? plain(assumedMasterState) : undefined, theirs, mine);
      if (same(withoutRev(merged), withoutRev(theirs))) return realMasterState;
      return { ...merged, rev: rules.newRev() } as unknown as WithDeleted<Doc>;
    },
  };
}

type Version = Record<string, Json>;

function mergeVersions(rules: ConflictRules, base: Version | undefined, theirs: Version, mine: Version): Version {
  if (rules.collection === 'timeline') return theirs;
  if (rules.collection === 'payments') return Number(mine['seq'] ?? 0) > Number(theirs['seq'] ?? 0) ? mine : theirs;
  if (mine['_deleted'] !== theirs['_deleted']) return mine['_deleted'] ? theirs : mine;
  if (rules.collection === 'invoices') return mergeInvoices(base, theirs, mine);
  // Parts that were chosen together add up together: half of each word could come to more than the transfer holds.
  if (rules.collection === 'adjustments' && theirs['kind'] === 'assignment')
    return isNewer(mine, theirs) ? mine : theirs;
  return mergeThreeWay(base, theirs, mine);
}

function mergeInvoices(base: Version | undefined, theirs: Version, mine: Version): Version {
  const theirsIssued = isIssued(theirs);
  const mineIssued = isIssued(mine);
  if (theirsIssued && mineIssued && same(theirs['signed'], mine['signed'])) return mergeThreeWay(base, theirs, mine);
  if (theirsIssued) return theirs;
  if (mineIssued) return mine;
  return mergeThreeWay(base, theirs, mine);
}

function isSecondIssue(collection: string, theirs: Version, mine: Version): boolean {
  const areIssued = collection === 'invoices' && isIssued(theirs) && isIssued(mine);
  return areIssued && !same(theirs['signed'], mine['signed']);
}

function isIssued(version: Version): boolean {
  return version['signed'] !== null && version['signed'] !== undefined;
}

function mergeThreeWay(base: Version | undefined, theirs: Version, mine: Version): Version {
  const [preferred, other] = isNewer(mine, theirs) ? [mine, theirs] : [theirs, mine];
  return mergeFields(base, preferred, other) as Version;
}

function isNewer(a: Version, b: Version): boolean {
  return String(a['updatedAt'] ?? '') > String(b['updatedAt'] ?? '');
}

/** RxDB hands documents over as class-free JSON; this is that fact as a type. */
function plain(document: object): Version {
  return document as Version;
}

function withoutRev(version: Version): Version {
  const { rev: _, ...rest } = version;
  return rest;
}
