import { concatHex, getContractAddress, keccak256, pad, type Address, type Hex } from 'viem';
import { deterministicDeploymentProxy } from '../../contracts/deterministic-deployment-proxy.ts';
import type { CompiledContract, RuntimeCode } from './compile-solidity.ts';

/** What shared/payment/forwarder-contracts.ts holds; its docstrings say what each is. */
export interface ForwarderConstants {
  readonly deploymentProxy: Address;
  readonly deploymentCalldata: Hex;
  readonly factory: Address;
  readonly factoryCodeHash: Hex;
  readonly implementation: Address;
  readonly implementationCodeHash: Hex;
}

/** With the same code the salt makes no difference; a new version has new code. */
const salt = pad('0x', { size: 32 });

/** Works out where the forwarder contracts are on every chain, and the hash of the code that must be there. */
export function forwarderConstants(contracts: Record<string, CompiledContract>): ForwarderConstants {
  const { InvoiceForwarder: forwarder, InvoiceForwarderFactory: factory } = contracts;
  if (!forwarder || !factory) throw new Error('The forwarder contracts were not compiled');
  const deploymentProxy = deterministicDeploymentProxy.address;
  const factoryAddress = getContractAddress({
    opcode: 'CREATE2',
    from: deploymentProxy,
    salt,
    bytecode: factory.bytecode,
  });
  // The factory's first creation, in its constructor.
  const implementation = getContractAddress({ from: factoryAddress, nonce: 1n });
  return {
    deploymentProxy,
    deploymentCalldata: concatHex([salt, factory.bytecode]),
    factory: factoryAddress,
    factoryCodeHash: keccak256(fillImmutables(factory.runtime, implementation)),
    implementation,
    implementationCodeHash: keccak256(fillImmutables(forwarder.runtime, implementation)),
  };
}

/** Both contracts have one immutable value, and in both it is the implementation's address. */
function fillImmutables({ code, immutables }: RuntimeCode, value: Address): Hex {
  let digits = code.slice(2);
  for (const { start, length } of immutables) {
    const word = pad(value, { size: length }).slice(2).toLowerCase();
    digits = digits.slice(0, 2 * start) + word + digits.slice(2 * (start + length));
  }
  return `0x${digits}`;
}
