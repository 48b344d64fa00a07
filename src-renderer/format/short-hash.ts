/** A hash or address by its head and tail: "0x1234abcd…9876". */
export function shortHash(hash: string): string {
  return hash.length <= 16 ? hash : `${hash.slice(0, 10)}…${hash.slice(-4)}`;
}
