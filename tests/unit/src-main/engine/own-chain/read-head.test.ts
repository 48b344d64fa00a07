import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { readHead } from '../../../../../src-main/engine/own-chain/read-head.ts';

/** How a node answers when it is asked for a block by a tag. */
interface Answer {
  readonly status?: number;
  readonly body?: object;
}

/** A node of chain 31337 at block 32; `tagged` answers for `safe` and `finalized`, undefined not at all. */
async function startNode(tagged: Answer | undefined): Promise<string> {
  const server = createServer(async (request, response) => {
    const asked = JSON.parse(await text(request)) as { id: number; method: string; params?: unknown[] };
    const isTagged = ['safe', 'finalized'].includes(String(asked.params?.[0]));
    const latest = { result: { number: '0x20', hash: `0x${'ab'.repeat(32)}` } };
    const answer: Answer | undefined =
      asked.method === 'eth_chainId' ? { body: { result: '0x7a69' } } : isTagged ? tagged : { body: latest };
    if (!answer) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: asked.id, ...answer.body }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a node that tells its safe and finalized blocks', async () => {
  const url = await startNode({ body: { result: { number: '0x1c' } } });
  expect(await readHead(url, 5_000)).toMatchObject({ chainId: 31337, head: 32n, safe: 28n, finalized: 28n });
});

test.each([
  ['invalid parameters', { body: { error: { code: -32602, message: 'unknown block tag' } } }],
  ['no such block', { body: { error: { code: -32000, message: 'finalized block not found' } } }],
  ['nothing', { body: { result: null } }],
  ['status 400', { status: 400, body: {} }],
])('a node that does not know the tags: %s', async (_, answer) => {
  expect(await readHead(await startNode(answer), 5_000)).toMatchObject({ head: 32n, safe: null, finalized: null });
});

test.each([
  ['too many requests', { body: { error: { code: -32005, message: 'slow down' } } }],
  ['a limit by its words', { body: { error: { code: -32000, message: 'request rate exceeded' } } }],
  ['status 429', { status: 429, body: {} }],
  ['status 503', { status: 503, body: {} }],
  ['silence', undefined],
])('a node that does not answer for now says nothing of the tags: %s', async (_, answer) => {
  await expect(readHead(await startNode(answer), 700)).rejects.toThrow();
});
