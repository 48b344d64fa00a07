import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The id of the owner's word on a transfer. It is made of what the transfer is (its lasting id), so two devices write
 * one document, and it is the same in another block.
 */
export function assignmentId(lastingId: string): string {
  return `assign-${hashOf(lastingId)}`;
}

/** The id of a refund: one outgoing transfer pays one refund, whoever records it. */
export function refundId(lastingId: string): string {
  return `refund-${hashOf(lastingId)}`;
}

/** The id of an invoice's tolerance: it has one at most. */
export function toleranceId(invoiceId: string): string {
  return `tolerance-${hashOf(invoiceId)}`;
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).slice(0, 24));
}
