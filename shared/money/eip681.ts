import type { Address } from './address.ts';

/**
 * Builds the EIP-681 URI that asks a wallet for an ERC-20 transfer, for a QR code or a link:
 * `ethereum:<token>@<chainId>/transfer?address=<recipient>&uint256=<base units>`.
 *
 * The units are written out in full: EIP-681 allows exponents, but several wallets read them wrongly.
 * Source: https://eips.ethereum.org/EIPS/eip-681
 */
export function transferUri(request: {
  readonly chainId: number;
  readonly token: Address;
  readonly recipient: Address;
  readonly units: bigint;
}): string {
  const { chainId, token, recipient, units } = request;
  if (units < 0n) throw new RangeError(`A transfer of ${units} base units cannot be asked for`);
  return `ethereum:${token}@${chainId}/transfer?address=${recipient}&uint256=${units}`;
}
