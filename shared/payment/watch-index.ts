import { AddressFilter, hashHex } from './address-filter.ts';
import { WatchTable } from './watch-table.ts';
import type { Watch } from './watch.ts';

/** What is watched at one address of one chain. Every answer costs the same however many watches there are. */
export interface AddressWatches {
  readonly chainId: number;
  /** Options of the invoice that owns the address; empty where it is shared. */
  readonly own: readonly Watch[];
  /** Whether any invoice that shares the address takes this token contract. */
  accepts(token: string): boolean;
  /** Options, at the shared address, of invoices with this tag. */
  withTag(tag: string): readonly Watch[];
  /** Watches at the shared address that wait for exactly this tagged amount, of the whole or of the rest. */
  tagged(token: string, units: bigint): readonly Watch[];
  /** Watches at the shared address whose amount, or whose rest, this is, the tail left off. */
  exact(token: string, units: bigint): readonly Watch[];
  /**
   * Those of them that ask for exactly this now: of links that are open, the rest where a part is paid, else the whole.
   */
  asked(token: string, units: bigint): readonly Watch[];
  /** The token contracts that invoices at the shared address take. */
  tokens(): Iterable<string>;
}

/** The open watches, looked up by what a transfer shows. Addresses and tokens are lower case. */
export interface WatchIndex {
  at(chainId: number, address: string): AddressWatches | undefined;
  /** The same on every other chain where the address is watched. */
  elsewhere(chainId: number, address: string): Iterable<AddressWatches>;
  /** Whether the address is watched on any chain: one of the owner's. */
  isWatched(address: string): boolean;
}

/** A watch index in memory that follows links as they come and go. */
export interface LiveWatchIndex extends WatchIndex {
  /** Number of watches held. */
  readonly size: number;
  add(watch: Watch): void;
  /** Whether a watch of the same link, chain, token and address is held. */
  has(watch: Watch): boolean;
  /** Forgets every watch of a link; to change what a link's watches wait for, remove it and add them anew. */
  removeLink(linkId: string): void;
}

/**
 * Builds an index over watches; see {@link LiveWatchIndex} for keeping it current.
 *
 * @param noticed addresses that are known to be watched although none of these watches is at them.
 */
export function createWatchIndex(
  watches: Iterable<Watch> = [],
  noticed: ReadonlySet<string> = new Set(),
): LiveWatchIndex {
  const chains = new Map<number, WatchedChain>();
  const links = new Map<string, Watch[]>();
  let size = 0;
  const index: LiveWatchIndex = {
    get size() {
      return size;
    },
    at: (chainId, address) => chains.get(chainId)?.at(address),
    *elsewhere(chainId, address) {
      for (const [id, chain] of chains) {
        const watched = id === chainId ? undefined : chain.at(address);
        if (watched) yield watched;
      }
    },
    isWatched(address) {
      if (noticed.has(address)) return true;
      for (const chain of chains.values()) if (chain.has(address)) return true;
      return false;
    },
    add(watch) {
      const chain = chains.get(watch.chainId) ?? new WatchedChain(watch.chainId);
      chains.set(watch.chainId, chain);
      chain.add(watch);
      append(links, watch.linkId, watch);
      size += 1;
    },
    has({ linkId, chainId, token, address }) {
      const held = links.get(linkId) ?? none;
      return held.some((each) => each.chainId === chainId && each.token === token && each.address === address);
    },
    removeLink(linkId) {
      for (const watch of links.get(linkId) ?? none) {
        chains.get(watch.chainId)?.remove(watch);
        size -= 1;
      }
      links.delete(linkId);
    },
  };
  for (const watch of watches) index.add(watch);
  return index;
}

/**
 * One chain's watches. A filter turns strangers away; own addresses, tags and tagged amounts are in flat tables; what
 * only an unmatched transfer asks for is in maps, for thousands of invoices can share one address and amount.
 */
class WatchedChain {
  readonly #chainId: number;
  readonly #filter = new AddressFilter();
  readonly #own = new WatchTable();
  readonly #tags = new WatchTable();
  readonly #amounts = new WatchTable();
  readonly #shared = new Map<string, SharedAddress>();

  constructor(chainId: number) {
    this.#chainId = chainId;
  }

  has(address: string): boolean {
    if (!this.#filter.mayHave(address)) return false;
    if (this.#shared.has(address)) return true;
    return this.#own.find(hashHex(address, addressAt), (watch) => watch.address === address).length > 0;
  }

  at(address: string): AddressWatches | undefined {
    if (!this.#filter.mayHave(address)) return undefined;
    const own = this.#own.find(hashHex(address, addressAt), (watch) => watch.address === address);
    if (own.length > 0) return { chainId: this.#chainId, own, ...nothingShared };
    const shared = this.#shared.get(address);
    if (!shared) return undefined;
    return {
      chainId: this.#chainId,
      own,
      accepts: (token) => shared.has(token),
      withTag: (tag) =>
        this.#tags.find(tagHash(address, tag), (watch) => watch.tag === tag && watch.address === address),
      tagged: (token, units) =>
        this.#amounts.find(
          amountHash(address, units),
          (watch) =>
            (watch.tagged === units || watch.rest?.tagged === units) &&
            watch.token === token &&
            watch.address === address,
        ),
      exact: (token, units) => shared.get(token)?.exact.get(units) ?? none,
      asked: (token, units) => shared.get(token)?.asked.get(units) ?? none,
      tokens: () => shared.keys(),
    };
  }

  add(watch: Watch): void {
    this.#filter.add(watch.address);
    if (watch.ownAddress) {
      this.#own.add(hashHex(watch.address, addressAt), watch);
      return;
    }
    this.#tags.add(tagHash(watch.address, watch.tag), watch);
    for (const tagged of taggedOf(watch)) this.#amounts.add(amountHash(watch.address, tagged), watch);
    const shared: SharedAddress = this.#shared.get(watch.address) ?? new Map();
    this.#shared.set(watch.address, shared);
    const amounts: TokenAmounts = shared.get(watch.token) ?? { exact: new Map(), asked: new Map() };
    shared.set(watch.token, amounts);
    for (const exact of exactOf(watch)) append(amounts.exact, exact, watch);
    if (watch.isOpen !== false) append(amounts.asked, askedNow(watch), watch);
  }

  remove(watch: Watch): void {
    if (watch.ownAddress) {
      this.#own.remove(hashHex(watch.address, addressAt), watch);
      return;
    }
    this.#tags.remove(tagHash(watch.address, watch.tag), watch);
    for (const tagged of taggedOf(watch)) this.#amounts.remove(amountHash(watch.address, tagged), watch);
    const shared = this.#shared.get(watch.address);
    const amounts = shared?.get(watch.token);
    if (!shared || !amounts) return;
    for (const exact of exactOf(watch)) withdraw(amounts.exact, exact, watch);
    withdraw(amounts.asked, askedNow(watch), watch);
    if (amounts.exact.size === 0) shared.delete(watch.token);
    if (shared.size === 0) this.#shared.delete(watch.address);
  }
}

/** A shared address: for each token the watches by their amount without tail. */
type SharedAddress = Map<string, TokenAmounts>;
interface TokenAmounts {
  readonly exact: Map<bigint, Watch[]>;
  readonly asked: Map<bigint, Watch[]>;
}

/** Where in an address its digits are taken for a hash: away from vanity prefixes and suffixes. */
const addressAt = 18;

function tagHash(address: string, tag: string): number {
  return Math.imul(hashHex(address, addressAt), 31) ^ Math.imul(hashHex(tag, 4), 17) ^ hashHex(tag, 25);
}

function amountHash(address: string, units: bigint): number {
  return Math.imul(hashHex(address, addressAt), 31) ^ Number(BigInt.asUintN(30, units ^ (units >> 24n)));
}

/**
 * The amounts with its tail that a watch answers to: of the whole and, after a part payment, of the
 * rest; they can be one.
 */
function taggedOf({ tagged, rest }: Watch): readonly bigint[] {
  return rest && rest.tagged !== tagged ? [tagged, rest.tagged] : [tagged];
}

/** The same without the tail. */
function exactOf({ exact, rest }: Watch): readonly bigint[] {
  return rest && rest.exact !== exact ? [exact, rest.exact] : [exact];
}

/** What an open watch asks for without its tail. */
function askedNow(watch: Watch): bigint {
  return (watch.rest ?? watch).exact;
}

const none: readonly Watch[] = [];
const nothingShared = {
  accepts: () => false,
  withTag: () => none,
  tagged: () => none,
  exact: () => none,
  asked: () => none,
  tokens: () => [],
};

function append<Key>(map: Map<Key, Watch[]>, key: Key, watch: Watch): void {
  const list = map.get(key);
  if (list) list.push(watch);
  else map.set(key, [watch]);
}

function withdraw<Key>(map: Map<Key, Watch[]>, key: Key, watch: Watch): void {
  const list = map.get(key);
  const at = list?.indexOf(watch) ?? -1;
  if (list && at !== -1) list.splice(at, 1);
  if (list?.length === 0) map.delete(key);
}
