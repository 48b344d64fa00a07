import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastingIds } from '../../../../shared/payment/lasting-id.ts';
import { transferKey, type TransferLog } from '../../../../shared/payment/transfer.ts';
import { transfer } from './fixtures.ts';

const other = `0x${'99'.repeat(32)}` as const;

test('the same transfer in another block has the same id, whatever place it has there', () => {
  const before = transfer({ logIndex: 3 });
  const after = transfer({ logIndex: 9, blockHash: other, blockNumber: 8n });
  expect(transferKey(before)).not.toBe(transferKey(after));
  const ids = lastingIds([before, after]);
  expect(ids.get(before)).toBe(ids.get(after));
});

test('several of one transaction that are alike are told apart by their order, in each block', () => {
  const logs = [3, 5, 7].map((logIndex) => transfer({ logIndex }));
  const moved = [0, 1, 2].map((logIndex) => transfer({ logIndex, blockHash: other }));
  const ids = lastingIds([...moved, ...logs].toReversed());
  expect(logs.map((log) => ids.get(log)?.split(':').at(-1))).toEqual(['0', '1', '2']);
  expect(moved.map((log) => ids.get(log))).toEqual(logs.map((log) => ids.get(log)));
});

test('no two transfers of a block share an id, and letters of addresses do not matter', () => {
  const log = fc.record({ units: fc.bigInt(1n, 2n), to: fc.constantFrom('0xAb', '0xab', '0xcd') });
  fc.assert(
    fc.property(fc.array(log, { maxLength: 12 }), (fields) => {
      const logs = fields.map((each, logIndex) => transfer({ ...each, logIndex } as Partial<TransferLog>));
      expect(new Set(lastingIds(logs).values()).size).toBe(logs.length);
    }),
  );
});
