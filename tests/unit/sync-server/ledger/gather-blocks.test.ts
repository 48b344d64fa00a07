import { expect, test } from 'vitest';
import type { BlockEvent, ChainEvent } from '../../../../sync-server/chain/chain-event.ts';
import { gatherBlocks, type GatheredEvent } from '../../../../sync-server/ledger/gather-blocks.ts';
import type { TransferLog } from '../../../../shared/payment/transfer.ts';

const hashOf = (number: number) => `0x${String(number).padStart(64, '0')}` as const;
const block = (number: number, more?: true): BlockEvent => ({
  type: 'block',
  number: BigInt(number),
  hash: hashOf(number),
  parentHash: hashOf(number - 1),
  timestamp: 1_750_000_000 + number,
  transfers: [{ blockNumber: BigInt(number), units: 5n } as TransferLog],
  ...(more ? { more } : {}),
});
const finalized: ChainEvent = { type: 'finalized', number: 3n, hash: hashOf(3) };

async function gathered(events: readonly ChainEvent[]): Promise<GatheredEvent[]> {
  async function* tell() {
    yield* events;
  }
  const all: GatheredEvent[] = [];
  for await (const event of gatherBlocks(tell())) all.push(event);
  return all;
}

test('blocks that were read together are one: the last of them, with the transfers of all', async () => {
  const [page, alone, ...others] = await gathered([block(3, true), block(7, true), block(9), block(10), finalized]);
  expect(page).toMatchObject({
    number: 9n,
    hash: hashOf(9),
    transfers: [{ blockNumber: 3n }, { blockNumber: 7n }, { blockNumber: 9n }],
    passed: [
      { number: 3n, hash: hashOf(3) },
      { number: 7n, hash: hashOf(7) },
    ],
  });
  expect(alone).toMatchObject({ number: 10n, transfers: [{ blockNumber: 10n }], passed: [] });
  expect(others).toEqual([finalized]);
});

test('a page that is not told to its end is not told', async () => {
  expect(await gathered([block(3), block(5, true), block(6, true)])).toMatchObject([{ number: 3n }]);
});
