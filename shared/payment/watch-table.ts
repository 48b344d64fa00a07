import type { Watch } from './watch.ts';

/**
 * A hash table of watches, kept flat: pairs of (hash, slot) in one typed array, probed in line, and
 * the watches in another.
 *
 * A map from text to lists takes a dozen visits to main memory for one answer out of a million, and they are
 * all that a lookup costs; this takes about four. Meant for keys that few watches share: every watch with the
 * same hash is looked at.
 */
export class WatchTable {
  #pairs = new Int32Array(2 * 1024);
  #watches: (Watch | undefined)[] = [];
  #free: number[] = [];
  #used = 0;

  /** The watches under this hash that fit; the caller compares the whole key, for different keys can share a hash. */
  find(hash: number, fits: (watch: Watch) => boolean): readonly Watch[] {
    const pairs = this.#pairs;
    let found: Watch[] | undefined;
    for (let at = this.#start(hash); pairs[at + 1] !== empty; at = next(at, pairs)) {
      if (pairs[at] !== hash || pairs[at + 1] === gone) continue;
      const watch = this.#watches[(pairs[at + 1] ?? 0) - 1];
      if (watch && fits(watch)) (found ??= []).push(watch);
    }
    return found ?? none;
  }

  add(hash: number, watch: Watch): void {
    if (this.#used * 4 >= this.#pairs.length) this.#grow();
    const slot = this.#free.pop() ?? this.#watches.length;
    this.#watches[slot] = watch;
    this.#place(hash, slot + 1);
  }

  remove(hash: number, watch: Watch): void {
    const pairs = this.#pairs;
    for (let at = this.#start(hash); pairs[at + 1] !== empty; at = next(at, pairs)) {
      const slot = (pairs[at + 1] ?? 0) - 1;
      if (pairs[at] !== hash || slot < 0 || this.#watches[slot] !== watch) continue;
      pairs[at + 1] = gone;
      this.#watches[slot] = undefined;
      this.#free.push(slot);
      return;
    }
  }

  #place(hash: number, mark: number): void {
    const pairs = this.#pairs;
    let at = this.#start(hash);
    while (pairs[at + 1] !== empty) at = next(at, pairs);
    pairs[at] = hash;
    pairs[at + 1] = mark;
    this.#used += 1;
  }

  /** Makes room, and forgets the places of what is gone. */
  #grow(): void {
    const old = this.#pairs;
    const kept = this.#watches.length - this.#free.length;
    this.#pairs = new Int32Array(kept * 8 > old.length ? old.length * 2 : old.length);
    this.#used = 0;
    for (let at = 0; at < old.length; at += 2) {
      const mark = old[at + 1] ?? empty;
      if (mark !== empty && mark !== gone) this.#place(old[at] ?? 0, mark);
    }
  }

  #start(hash: number): number {
    return (Math.imul(hash, 0x9e3779b1) & (this.#pairs.length / 2 - 1)) * 2;
  }
}

const empty = 0;
const gone = -1;
const none: readonly Watch[] = [];

function next(at: number, pairs: Int32Array): number {
  return (at + 2) & (pairs.length - 1);
}
