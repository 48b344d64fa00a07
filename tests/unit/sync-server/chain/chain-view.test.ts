import { expect, test } from 'vitest';
import { createChainView } from '../../../../sync-server/chain/chain-view.ts';
import { hashIn, headerIn, memoryReader, type MemoryChain } from './memory-chain.ts';

/** Two forks of twenty blocks that part after the tenth. */
const older: MemoryChain = Array.from({ length: 20 }, () => 'a');
const newer: MemoryChain = older.map((fork, number) => (number > 10 ? 'b' : fork));

test('only endpoints that show the anchor are believed', async () => {
  const reader = memoryReader({ first: older, second: newer });
  const view = createChainView(reader, { number: 18n, hash: hashIn(newer, 18) });
  expect(await view.hashAt(15n)).toEqual({ ok: true, value: hashIn(newer, 15) });
  expect(reader.asked).toEqual(['first 15', 'first 18', 'second 15', 'second 18']);
  expect(await view.hashAt(14n)).toEqual({ ok: true, value: hashIn(newer, 14) });
  expect(await view.hashAt(15n)).toEqual({ ok: true, value: hashIn(newer, 15) });
  expect(reader.asked.slice(4)).toEqual(['second 14']);
});

test('an answer from another fork is no answer, and what is known is not asked again', async () => {
  const chains: Record<string, MemoryChain> = { second: newer };
  const reader = memoryReader(chains);
  const view = createChainView(reader, headerIn(newer, 18, 'second'));
  expect(await view.hashAt(17n)).toEqual({ ok: true, value: hashIn(newer, 17) });
  expect(await view.hashAt(12n)).toEqual({ ok: true, value: hashIn(newer, 12) });
  expect(reader.asked).toEqual(['second 12']);
  delete chains['second'];
  chains['first'] = older;
  expect(await view.hashAt(11n)).toMatchObject({ ok: false, problem: { code: 'rpc.unknown-block' } });
  delete chains['first'];
  expect(await view.hashAt(11n)).toMatchObject({ ok: false, problem: { code: 'rpc.none-available' } });
  expect(await view.hashAt(12n)).toEqual({ ok: true, value: hashIn(newer, 12) });
});

test('no longer holds once an endpoint that was believed shows another anchor', async () => {
  const chains: Record<string, MemoryChain> = { only: newer };
  const view = createChainView(memoryReader(chains), headerIn(newer, 18, 'only'));
  expect(await view.holds()).toEqual({ ok: true, value: true });
  chains['only'] = older;
  expect(await view.holds()).toMatchObject({ ok: false, problem: { code: 'rpc.unknown-block', retryable: true } });
});
