import { expect, test } from 'vitest';
import { transferUri } from '../../../../shared/money/eip681.ts';

const recipient = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const token = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

test('is the form of EIP-681, with the amount written out', () => {
  expect(transferUri({ chainId: 31337, token, recipient, units: 1_200_000_042n })).toBe(
    `ethereum:${token}@31337/transfer?address=${recipient}&uint256=1200000042`,
  );
});

test('cannot ask for less than nothing', () => {
  expect(() => transferUri({ chainId: 1, token, recipient, units: -1n })).toThrow(RangeError);
});
