/**
 * A set of addresses that answers "certainly not" from a few bits, without touching the addresses themselves.
 *
 * Nearly all transfers of a block are between strangers. Looking each up in a map of a million addresses waits for main
 * memory several times; this table of two bytes or so an address stays in the processor's cache. Removed addresses
 * leave their bit behind: that costs a look in the tables and nothing else.
 */
export class AddressFilter {
  #words = new Uint32Array(256);
  /** The bits of each added address, by its hash, to set again in a larger table. */
  readonly #masks = new Map<number, number>();

  /** False only if the address was never added. Addresses are 0x and 40 lower-case hex digits. */
  mayHave(address: string): boolean {
    const mask = maskOf(address);
    const word = this.#words[hashHex(address, 18) & (this.#words.length - 1)] ?? 0;
    return (word & mask) === mask;
  }

  add(address: string): void {
    const hash = hashHex(address, 18);
    const mask = maskOf(address) | (this.#masks.get(hash) ?? 0);
    this.#masks.set(hash, mask);
    if (this.#masks.size > this.#words.length * 3) {
      this.#words = new Uint32Array(this.#words.length * 2);
      for (const [eachHash, eachMask] of this.#masks) this.#set(eachHash, eachMask);
    }
    this.#set(hash, mask);
  }

  #set(hash: number, mask: number): void {
    const at = hash & (this.#words.length - 1);
    this.#words[at] = (this.#words[at] ?? 0) | mask;
  }
}

/** Three of a word's 32 bits, so that of strangers at most a few in a hundred pass. */
function maskOf(address: string): number {
  const hash = hashHex(address, 27);
  return (1 << (hash & 31)) | (1 << ((hash >> 5) & 31)) | (1 << ((hash >> 10) & 31));
}

/** Seven hex digits (28 bits) of a text, from a position on: addresses and tags are random already. */
export function hashHex(text: string, from: number): number {
  let hash = 0;
  for (let at = from; at < from + 7; at++) {
    const code = text.charCodeAt(at);
    hash = (hash << 4) | ((code & 15) + (code > 57 ? 9 : 0));
  }
  return hash;
}
