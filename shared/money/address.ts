import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fail, ok, type Problem, type Result } from '../result.ts';
import { findToken } from './token.ts';

/** An EVM address: 0x and 40 hex digits. */
export type Address = `0x${string}`;

/**
 * Why text is no address that money can be sent to: `malformed` where it is not 0x and 40 hex digits; `bad-checksum`
 * where its capitals are not those of EIP-55; `zero` for the zero address; `token-contract` for the contract of a known
 * token on a chain concerned.
 */
export type AddressProblemCode =
  | 'address.malformed'
  | 'address.bad-checksum'
  | 'address.zero'
  | 'address.token-contract';
/** The refusal of an address. */
export type AddressProblem = Problem & { readonly code: AddressProblemCode };

/**
 * Reads an EVM address as pasted and returns it with EIP-55 capitals.
 *
 * Capitals are a checksum: mixed case must match it; all lower or all upper case carries none and is accepted (EIP-55).
 * Refuses the zero address, from which nothing comes back.
 */
export function parseAddress(text: string): Result<Address, AddressProblem> {
  const typed = text.trim();
  const match = /^0[xX]([0-9a-fA-F]{40})$/.exec(typed);
  const digits = match?.[1];
  if (!digits) return fail('address.malformed', malformedAdvice(typed));
  const address = toChecksumAddress(`0x${digits}`);
  const isMixedCase = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (isMixedCase && address !== `0x${digits}`)
    return fail(
      'address.bad-checksum',
      `The capitals of ${typed} do not match its checksum (EIP-55): a character is wrong. Copy the address again.`,
    );
  if (/^0+$/.test(digits))
    return fail('address.zero', 'This is the zero address: money sent there is lost. Use your own wallet address.');
  return ok(address);
}

/**
 * Reads an address that is to receive payments on any of the given chains: {@link parseAddress}, and not the contract
 * of a token known there, because tokens sent to their own contract are lost.
 */
export function parseReceivingAddress(text: string, chainIds: readonly number[]): Result<Address, AddressProblem> {
  const parsed = parseAddress(text);
  if (!parsed.ok) return parsed;
  const token = chainIds.map((chainId) => findToken(chainId, parsed.value)).find((found) => found !== undefined);
  if (token)
    return fail(
      'address.token-contract',
      `${parsed.value} is the contract of ${token.symbol} itself: tokens sent there are lost. Use your own wallet address.`,
    );
  return parsed;
}

/** Gives an address its EIP-55 capitals, whatever its case was. The text must be 0x and 40 hex digits. */
export function toChecksumAddress(address: string): Address {
  const digits = address.slice(2).toLowerCase();
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
  let checksummed = '';
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charAt(i);
    checksummed += Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit;
  }
  return `0x${checksummed}`;
}

/** Tells whether two addresses are the same account or contract, whatever their capitals. */
export function isSameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function malformedAdvice(typed: string): string {
  const shown = typed.length > 60 ? `${typed.slice(0, 56)}…` : typed;
  if (shown === '') return 'No address is given. Paste the wallet address: 0x and 40 more characters.';
  if (/\.eth$/i.test(typed)) return `"${shown}" is a name, not an address. Paste the address it stands for (0x…).`;
  return `"${shown}" is not an EVM address. It must be 0x followed by exactly 40 characters 0–9 and a–f.`;
}
