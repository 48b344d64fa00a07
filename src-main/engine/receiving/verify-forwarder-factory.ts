import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Address } from '../../../shared/money/address.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';
import { shortReason } from '../../../shared/short-reason.ts';

/**
 * Asks one endpoint for the code at an address (`eth_getCode`, latest block): 0x and hex; rejects
 * when there is no answer.
 */
export type ReadCode = (address: Address) => Promise<string>;

/**
 * Why forwarder addresses must not be given out for a chain: `not-deployed` where there is no code at one of the two
 * addresses, `other-code` where there is another, `endpoint-silent` where the endpoint did not say.
 */
export type ForwarderFactoryProblemCode =
  | 'forwarder.not-deployed'
  | 'forwarder.other-code'
  | 'forwarder.endpoint-silent';
/** Why a chain's forwarders are not to be trusted, or could not be looked at. */
export type ForwarderFactoryProblem = Problem & { readonly code: ForwarderFactoryProblemCode };

/**
 * Checks, before the mode is offered for a chain, that the factory and the code behind every forwarder are on it, byte
 * for byte: Keccak-256 of both codes against `forwarderContracts`.
 *
 * `forwarder.not-deployed` tells how to deploy it; money that was already sent to a forwarder there is not lost.
 * `forwarder.other-code` is no accident: the endpoint lies, or is of a chain that makes addresses otherwise.
 * `forwarder.endpoint-silent` is the only one that is `retryable`.
 */
export async function verifyForwarderFactory(readCode: ReadCode): Promise<Result<true, ForwarderFactoryProblem>> {
  const codes = await readBoth(readCode);
  if (!codes.ok) return codes;
  for (const { code, hash, what, address } of codes.value)
    if (code.length > 0 && `0x${bytesToHex(keccak_256(code))}` !== hash)
      return fail(
        'forwarder.other-code',
        `At ${address} is other code than the forwarder ${what}. Give out no forwarder address on this chain, and ask another endpoint.`,
      );
  for (const { code, what, address } of codes.value)
    if (code.length === 0)
      return fail(
        'forwarder.not-deployed',
        `The forwarder ${what} is not on this chain yet (nothing is at ${address}). Deploy it once: npm run deploy-forwarder -- --chain NAME --rpc URL.`,
      );
  return ok(true);
}

const expected = [
  { what: 'factory', address: forwarderContracts.factory, hash: forwarderContracts.factoryCodeHash },
  { what: 'code', address: forwarderContracts.implementation, hash: forwarderContracts.implementationCodeHash },
] as const;

type Found = (typeof expected)[number] & { readonly code: Uint8Array };

async function readBoth(readCode: ReadCode): Promise<Result<readonly Found[], ForwarderFactoryProblem>> {
  try {
    return ok(
      await Promise.all(expected.map(async (each) => ({ ...each, code: readHex(await readCode(each.address)) }))),
    );
  } catch (error) {
    const why = shortReason(error);
    return fail(
      'forwarder.endpoint-silent',
      `Your endpoint did not say what code is on the chain (${why}). Try again, or enter another endpoint in Settings.`,
      { retryable: true },
    );
  }
}

/** Throws on an answer that is no code. */
function readHex(answer: unknown): Uint8Array {
  if (typeof answer !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(answer)) throw new Error('its answer is not hex');
  return hexToBytes(answer.slice(2));
}
