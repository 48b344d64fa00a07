import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { concatHex, encodeFunctionData, getContractAddress, zeroAddress, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { InvoiceForwarderFactory } from '../../../../contracts/artifacts.ts';
import { forwarderAddress } from '../../../../shared/payment/forwarder-address.ts';
import { forwarderContracts } from '../../../../shared/payment/forwarder-contracts.ts';
import { forwarderSalt } from '../../../../shared/payment/forwarder-salt.ts';
import { encodeSweep, type SweepItem } from '../../../../shared/payment/sweep-calldata.ts';
import { deriveWorkspaceKeys } from '../../../../shared/sealing/workspace-keys.ts';

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array): Hex => `0x${Buffer.from(array).toString('hex')}`);
const owner = hex(20).filter((address) => address !== zeroAddress);
const salt = hex(32);
const wallet = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const zeroSalt: Hex = `0x${'00'.repeat(32)}`;

// Invoices are out with addresses that follow from these. A change is a new version beside the old one: see
// docs/decisions/0007-forwarder-contracts.md.
test('the contracts of version 1 never change', () => {
  const { deploymentCalldata, ...rest } = forwarderContracts;
  expect(deploymentCalldata.length).toBe(6356);
  expect(rest).toEqual({
    deploymentProxy: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
    factory: '0x3fcefD3A53c4cEc70FD471Be66bFB5909CcAEf19',
    factoryCodeHash: '0x7288a0061b20322192c992bbcf45bb668708f56047c699c82eff28ad39ba71e9',
    implementation: '0xe1060fAb2641E6085cb54DcAc796a499fF1692ec',
    implementationCodeHash: '0xd05156e79ba4687349db7a5d2ef653c99fbcc641420c2a2825a3a324abebaa8b',
  });
  expect(forwarderAddress(wallet, zeroSalt)).toBe('0xA12C38b2e155ff68D9d7B66B5974f98b9bd3974a');
});

describe('the address', () => {
  test('is what viem computes by EIP-1014 of an EIP-1167 proxy with the owner behind it', () => {
    fc.assert(
      fc.property(owner, salt, (to, with_) => {
        // https://eips.ethereum.org/EIPS/eip-1167, and Clones.sol for the arguments
        const proxy = concatHex([
          '0x363d3d373d3d3d363d73',
          forwarderContracts.implementation,
          '0x5af43d82803e903d91602b57fd5bf3',
          to,
        ]);
        const bytecode = concatHex(['0x6100413d81600a3d39f3', proxy]);
        const from = forwarderContracts.factory;
        expect(forwarderAddress(to, with_)).toBe(
          getContractAddress({ opcode: 'CREATE2', from, salt: with_, bytecode }),
        );
      }),
    );
  });

  test('does not depend on how the owner is written', () => {
    expect(forwarderAddress(wallet.toLowerCase() as Hex, zeroSalt)).toBe(forwarderAddress(wallet, zeroSalt));
  });

  test.each([
    [zeroAddress, zeroSalt],
    ['0x12', zeroSalt],
    [wallet, '0x12'],
    [wallet, `0x${'AB'.repeat(32)}`],
  ] as [Hex, Hex][])('of %s and %s is a bug', (to, with_) => {
    expect(() => forwarderAddress(to, with_)).toThrow(RangeError);
    expect(() => encodeSweep([{ owner: to, salt: with_, token: null }])).toThrow(RangeError);
  });
});

describe('a salt', () => {
  const keys = deriveWorkspaceKeys(Uint8Array.from({ length: 32 }, (_, index) => index));

  test("is what Node's own HKDF and HMAC make of the root secret and the index", () => {
    const root = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
    const key = Buffer.from(hkdfSync('sha256', root, new Uint8Array(), 'quittance/v1/forwarder', 32));
    fc.assert(
      fc.property(fc.nat(0x7fff_ffff), (index) => {
        const message = Buffer.alloc(8);
        message.writeBigUInt64BE(BigInt(index));
        const expected = createHmac('sha256', key).update(message).digest('hex');
        expect(forwarderSalt(keys.forwarder, index)).toBe(`0x${expected}`);
      }),
    );
  });

  test('never changes, for invoices are out with it', () => {
    expect(forwarderSalt(keys.forwarder, 0)).toBe('0x0bc3dc59c1c4670aa6aa9445f141976738c00252beba9028da656dae55584369');
    expect(forwarderSalt(keys.forwarder, 1_000_000)).toBe(
      '0x3b98be3a97a757f835e9dc388387a41b9f4079529195a22352c56bc18f8d86fe',
    );
  });

  test.each([-1, 0.5, 2 ** 53])('of index %d is a bug', (index) => {
    expect(() => forwarderSalt(keys.forwarder, index)).toThrow(RangeError);
  });
});

describe('the calldata of a sweep', () => {
  const item: fc.Arbitrary<SweepItem> = fc.record({ owner, salt, token: fc.option(owner) });

  test('is what viem encodes for the factory', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), fc.bigInt({ min: 0n, max: 10_000_000n }), (items, gas) => {
        const tuples = items.map((each) => ({ ...each, token: each.token ?? zeroAddress }));
        expect(encodeSweep(items, gas)).toBe(
          encodeFunctionData({ abi: InvoiceForwarderFactory.abi, functionName: 'sweep', args: [tuples, gas] }),
        );
      }),
    );
  });

  test('allows each transfer 200,000 gas unless told', () => {
    expect(encodeSweep([])).toBe(encodeSweep([], 200_000n));
  });
});
