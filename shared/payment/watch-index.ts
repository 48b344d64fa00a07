import type { Watch } from './watch.ts';

/** What is watched at one address of one chain. Every answer costs the same however many watches there are. */
export interface AddressWatches {
  /** Options of the invoice that owns the address; empty where it is shared. */
  readonly own: readonly Watch[];
  /** Whether any invoice that shares the address takes this token contract. */
  accepts(token: string): boolean;
  /** Watches at the shared address that wait for exactly this tagged amount. */
  tagged(token: string, units: bigint): readonly Watch[];
  /** Watches at the shared address whose amount this is, the tail left off. */
  exact(token: string, units: bigint): readonly Watch[];
}

/** The open watches, looked up by what a transfer shows. Addresses and tokens are lower case. */
export interface WatchIndex {
  at(chainId: number, address: string): AddressWatches | undefined;
  withTag(tag: string): readonly Watch[];
}

/** A watch index in memory that follows links as they come and go. */
export interface LiveWatchIndex extends WatchIndex {
  /** Number of watches held. */
  readonly size: number;
  add(watch: Watch): void;
  /** Forgets every watch of a link. */
  removeLink(linkId: string): void;
}

/** Builds an index over watches; see {@link LiveWatchIndex} for keeping it current. */
export function createWatchIndex(watches: Iterable<Watch> = []): LiveWatchIndex {
  const addresses = new Map<string, WatchedAddress>();
  const tags = new Map<string, Watch[]>();
  const links = new Map<string, Watch[]>();
  let size = 0;
  const index: LiveWatchIndex = {
    get size() {
      return size;
    },
    at: (chainId, address) => addresses.get(placeOf(chainId, address)),
    withTag: (tag) => tags.get(tag) ?? none,
    add(watch) {
      const place = placeOf(watch.chainId, watch.address);
      const address = addresses.get(place) ?? new WatchedAddress();
      addresses.set(place, address);
      address.add(watch);
      append(tags, watch.tag, watch);
      append(links, watch.linkId, watch);
      size += 1;
    },
    removeLink(linkId) {
      for (const watch of links.get(linkId) ?? none) {
        const place = placeOf(watch.chainId, watch.address);
        const address = addresses.get(place);
        address?.remove(watch);
        if (address?.isEmpty) addresses.delete(place);
        withdraw(tags, watch.tag, watch);
        size -= 1;
      }
      links.delete(linkId);
    },
  };
  for (const watch of watches) index.add(watch);
  return index;
}

/** One address's watches; the maps of a shared address are made only when it has any, for most have none. */
class WatchedAddress implements AddressWatches {
  own: readonly Watch[] = none;
  #shared: SharedWatches | undefined;

  get isEmpty(): boolean {
    return this.own.length === 0 && this.#shared === undefined;
  }

  accepts(token: string): boolean {
    return this.#shared?.tokens.has(token) ?? false;
  }

  tagged(token: string, units: bigint): readonly Watch[] {
    return this.#shared?.tagged.get(amountOf(token, units)) ?? none;
  }

  exact(token: string, units: bigint): readonly Watch[] {
    return this.#shared?.exact.get(amountOf(token, units)) ?? none;
  }

  add(watch: Watch): void {
    if (watch.ownAddress) {
      this.own = [...this.own, watch];
      return;
    }
    this.#shared ??= { tokens: new Map(), tagged: new Map(), exact: new Map() };
    append(this.#shared.tokens, watch.token, watch);
    append(this.#shared.tagged, amountOf(watch.token, watch.tagged), watch);
    append(this.#shared.exact, amountOf(watch.token, watch.exact), watch);
  }

  remove(watch: Watch): void {
    this.own = this.own.filter((each) => each !== watch);
    if (!this.#shared) return;
    withdraw(this.#shared.tokens, watch.token, watch);
    withdraw(this.#shared.tagged, amountOf(watch.token, watch.tagged), watch);
    withdraw(this.#shared.exact, amountOf(watch.token, watch.exact), watch);
    if (this.#shared.tokens.size === 0) this.#shared = undefined;
  }
}

interface SharedWatches {
  readonly tokens: Map<string, Watch[]>;
  readonly tagged: Map<string, Watch[]>;
  readonly exact: Map<string, Watch[]>;
}

const none: readonly Watch[] = [];

function placeOf(chainId: number, address: string): string {
  return `${chainId}:${address}`;
}

function amountOf(token: string, units: bigint): string {
  return `${token}:${units}`;
}

function append(map: Map<string, Watch[]>, key: string, watch: Watch): void {
  const list = map.get(key);
  if (list) list.push(watch);
  else map.set(key, [watch]);
}

function withdraw(map: Map<string, Watch[]>, key: string, watch: Watch): void {
  const list = map.get(key);
  const at = list?.indexOf(watch) ?? -1;
  if (list && at !== -1) list.splice(at, 1);
  if (list?.length === 0) map.delete(key);
}
