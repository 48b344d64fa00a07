import { expect, test } from 'vitest';
import { isBefore } from '../../../../shared/payment/is-before.ts';

const place = { chainId: 1, blockNumber: '100', blockTime: 1_700_000_000, logIndex: 4 };

test('within one block, the log that comes first', () => {
  expect(isBefore({ ...place, logIndex: 3 }, place)).toBe(true);
  expect(isBefore({ ...place, logIndex: 5 }, place)).toBe(false);
  expect(isBefore(place, place)).toBe(false);
});

test('on one chain by number, as a number, whatever the clock of a block says', () => {
  expect(isBefore({ ...place, blockNumber: '99', logIndex: 9, blockTime: 1_900_000_000 }, place)).toBe(true);
  expect(isBefore({ ...place, blockNumber: '1000', logIndex: 0 }, place)).toBe(false);
});

test('on two chains by time', () => {
  expect(isBefore({ ...place, chainId: 10, blockNumber: '7' }, place)).toBe(true);
  expect(isBefore({ ...place, chainId: 10, blockNumber: '7', blockTime: 1_700_000_001 }, place)).toBe(false);
});
