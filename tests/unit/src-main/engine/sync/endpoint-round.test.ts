import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { beginRound } from '../../../../../src-main/engine/sync/endpoint-round.ts';
import { payment, usdc } from '../../../shared/payment/fixtures.ts';

const block = { number: '0x20', hash: `0x${'ab'.repeat(32)}`, transactions: [] };
const answers: Record<string, unknown> = { eth_chainId: '0x7a69', eth_getBlockByNumber: block };
const answerOf = (method: string) => ({ result: answers[method] ?? null });

test('an endpoint that hangs is waited for once in a round, however many payments there are', async () => {
  const { url, asked } = await startNode(() => undefined);
  const round = beginRound(1_000);
  for (let at = 0; at < 20; at += 1)
    await expect(round.facts(payment(usdc, 5n), url)).rejects.toThrow('The request took too long');
  expect(asked.filter((method) => method === 'eth_chainId')).toHaveLength(1);
});

test('an endpoint that refuses once is asked again for the next payment', async () => {
  let refusals = 1;
  const { url } = await startNode((method) => {
    if (method === 'eth_chainId' && refusals-- > 0) return { error: { code: -32005, message: 'too many requests' } };
    return answerOf(method);
  });
  const round = beginRound();
  await expect(round.facts(payment(usdc, 5n), url)).rejects.toThrow();
  await expect(round.facts(payment(usdc, 5n), url)).resolves.toMatchObject({ at: { head: 32n } });
});

test('the head is asked for once for all payments of a moment', async () => {
  const { url, asked } = await startNode(answerOf);
  const round = beginRound();
  await Promise.all(Array.from({ length: 10 }, () => round.facts(payment(usdc, 5n), url)));
  expect(asked.filter((method) => method === 'eth_chainId')).toHaveLength(1);
});

/** `answer` gives what an answer holds; undefined for none, ever. */
async function startNode(answer: (method: string) => object | undefined) {
  const asked: string[] = [];
  const hanging: ServerResponse[] = [];
  const server = createServer(async (request, response) => {
    const { id, method } = JSON.parse(await text(request)) as { id: number; method: string };
    asked.push(method);
    const body = answer(method);
    if (!body) hanging.push(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const response of hanging) response.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
