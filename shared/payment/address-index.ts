import { fail, ok, type Problem, type Result } from '../result.ts';

/** The highest index that a key can be derived at without the private key: 2³¹ − 1 (BIP-32, hardened from there on). */
export const maxAddressIndex = 0x7fff_ffff;

/** Indexes that each device of a workspace has to itself. */
export const addressBlockSize = 1_000_000;

/**
 * Why there is no index for another invoice: `block-full` where this device has used the last of its own,
 * `too-many-devices` where its block would lie above `maxAddressIndex`.
 */
export type AddressIndexProblemCode = 'address-index.block-full' | 'address-index.too-many-devices';
/** The refusal of another index. */
export type AddressIndexProblem = Problem & { readonly code: AddressIndexProblemCode };

/**
 * What is known of indexes on this device. `ordinal` is the device's place in the account, 0 for the first; `used` are
 * the indexes of all invoices known here, of whichever device; `highWater` is the highest one that this device ever
 * gave out, kept apart from the invoices, or null.
 */
export interface AddressIndexRequest {
  readonly ordinal: number;
  readonly used: Iterable<number>;
  readonly highWater: number | null;
}

/**
 * Picks the index of the next invoice's address (of an xpub's account, or of a forwarder's salt),
 * never one that was used.
 *
 * The device of ordinal k owns the indexes from k × 1,000,000 to k × 1,000,000 + 999,999, so two devices never meet
 * with the network off; the first device counts 0, 1, 2, …, where wallets look by themselves. The next is one above the
 * highest that any known invoice of the block or the high-water mark has: a gap is never filled, because an invoice
 * that is unknown here may have been published with it. Throws RangeError on an ordinal that is not an integer from 0.
 */
export function nextAddressIndex(request: AddressIndexRequest): Result<number, AddressIndexProblem> {
  const { ordinal, used, highWater } = request;
  if (!Number.isInteger(ordinal) || ordinal < 0) throw new RangeError(`${ordinal} is not the ordinal of a device`);
  const first = ordinal * addressBlockSize;
  const last = first + addressBlockSize - 1;
  if (last > maxAddressIndex)
    return fail(
      'address-index.too-many-devices',
      `This is device number ${ordinal + 1} of the account; addresses can be numbered for ${deviceLimit} only. Issue on another device, or take payments at one address.`,
    );
  let highest = first - 1;
  const note = (index: number): void => {
    if (index >= first && index <= last && index > highest) highest = index;
  };
  for (const index of used) note(index);
  if (highWater !== null) note(highWater);
  if (highest === last)
    return fail(
      'address-index.block-full',
      `This device has used all its ${addressBlockSize} addresses. Issue on another device, or take payments at one address.`,
    );
  return ok(highest + 1);
}

/** Whole blocks below the limit. */
const deviceLimit = Math.floor((maxAddressIndex + 1) / addressBlockSize);
