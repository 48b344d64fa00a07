import { expect, test } from 'vitest';
import { createChainView } from '../../../../sync-server/chain/chain-view.ts';
import { hashIn, headerIn, memoryReader, type MemoryChain } from './memory-chain.ts';

/** Two forks of twenty blocks that part after the tenth. */
const older: MemoryChain = Array.from({ length: 20 }, () => 'a');
const newer: MemoryChain = older.map((fork, number) => (number > 10 ? 'b' : fork));
const anchor = headerIn(newer, 18, 'second');

test('only endpoints that show the anchor are believed, and what is known is not asked again', async () => {
  const reader = memoryReader({ first: older, second: newer });
  const view = createChainView(reader, anchor);
  expect(await view.hashAt(18n)).toEqual({ ok: true, value: hashIn(newer, 18) });
  expect(await view.hashAt(17n)).toEqual({ ok: true, value: hashIn(newer, 17) });
  expect(reader.asked).toEqual([]);
  expect(await view.hashAt(15n)).toEqual({ ok: true, value: hashIn(newer, 15) });
  expect(reader.asked.splice(0)).toEqual(['first 15', 'first 18', 'second 15', 'second 18']);
  expect(await view.hashAt(14n)).toEqual({ ok: true, value: hashIn(newer, 14) });
  expect(await view.hashAt(15n)).toEqual({ ok: true, value: hashIn(newer, 15) });
  expect(reader.asked).toEqual(['second 14']);
});

test('an answer from another fork is no answer, and one from a third endpoint is found', async () => {
  const chains: Record<string, MemoryChain> = { first: older, short: newer.slice(0, 5), second: newer };
  const view = createChainView(memoryReader(chains), anchor);
  expect(await view.hashAt(12n)).toEqual({ ok: true, value: hashIn(newer, 12) });
  delete chains['second'];
  expect(await view.hashAt(11n)).toMatchObject({ ok: false, problem: { code: 'rpc.unknown-block' } });
  delete chains['first'];
  delete chains['short'];
  expect(await view.hashAt(11n)).toMatchObject({ ok: false, problem: { code: 'rpc.none-available' } });
});

test('no longer holds once an endpoint that was believed shows another anchor, or none', async () => {
  const chains: Record<string, MemoryChain> = { second: newer, third: newer };
  const reader = memoryReader(chains);
  const view = createChainView(reader, anchor, 'second');
  expect(await view.hashAt(12n)).toEqual({ ok: true, value: hashIn(newer, 12) });
  expect(await view.holds()).toEqual({ ok: true, value: true });
  chains['second'] = older;
  expect(await view.holds()).toMatchObject({ ok: false, problem: { code: 'rpc.unknown-block', retryable: true } });
  // What it said is void, and another takes its place.
  reader.asked.splice(0);
  expect(await view.hashAt(12n)).toEqual({ ok: true, value: hashIn(newer, 12) });
  expect(reader.asked).toEqual(['second 12', 'second 18', 'third 12', 'third 18']);
  delete chains['third'];
  expect(await view.holds()).toMatchObject({ ok: false, problem: { code: 'rpc.none-available' } });
});
