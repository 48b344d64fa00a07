import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPublicClient, http, pad } from 'viem';
import { expect, onTestFinished, test } from 'vitest';
import { transferTopic } from '../../../../../shared/payment/decode-transfer.ts';
import { BadAnswerError } from '../../../../../src-main/engine/own-chain/ask-endpoint.ts';
import { readTransaction } from '../../../../../src-main/engine/own-chain/read-transaction.ts';
import { readTransfers } from '../../../../../src-main/engine/own-chain/read-transfers.ts';
import { beginRound } from '../../../../../src-main/engine/sync/endpoint-round.ts';
import { verifyPayment } from '../../../../../src-main/engine/sync/verify-payment.ts';
import { payment, usdc } from '../../../shared/payment/fixtures.ts';

const plain = payment(usdc, 5n, { rule: 'manual', logIndex: 0 });
const paid = { ...plain, key: `31337:${plain.blockHash}:${plain.txHash}:0` };
const place = { blockNumber: '0x7', blockHash: paid.blockHash };
const log = {
  ...place,
  address: paid.token,
  topics: [transferTopic, pad(paid.from as `0x${string}`), pad(paid.to as `0x${string}`)],
  data: pad('0x5'),
  logIndex: '0x0',
  transactionHash: paid.txHash,
};
const receipt = { ...place, status: '0x1', logs: [log] };
const block = { number: '0x20', hash: paid.blockHash, timestamp: '0x6553f100', transactions: [paid.txHash] };

test('what the nonsense is told apart from: an endpoint that answers well', async () => {
  const { client, url } = await startNode({});
  expect(await readTransaction(client, 31337, '0x12')).toMatchObject({ kind: 'there', transfers: [{ units: '5' }] });
  expect(await readTransfers(client, query)).toMatchObject([{ units: 5n, blockTime: 1_700_000_000 }]);
  expect(await verify(url)).toMatchObject({ status: 'verified' });
});

test.each([
  ['a number that is none', { ...log, logIndex: 'first' }],
  ['an amount that is none', { ...log, data: '0xzz' }],
  ['no topics', { ...log, topics: null }],
  ['no block', { ...log, blockHash: null }],
  ['a word', 'log'],
])('nonsense in a log is a failure of the endpoint: %s', async (_, nonsense) => {
  const { client, url } = await startNode({
    eth_getLogs: [log, nonsense],
    eth_getTransactionReceipt: { ...receipt, logs: [log, nonsense] },
  });
  await expect(readTransfers(client, query)).rejects.toThrow(BadAnswerError);
  await expect(readTransaction(client, 31337, '0x12')).rejects.toThrow(BadAnswerError);
  expect(await verify(url)).toMatchObject({ status: 'waiting', detail: expect.stringContaining('logs.1') });
});

test.each([
  ['no status', { ...receipt, status: undefined }],
  ['a status that is no number', { ...receipt, status: 'fine' }],
  ['no logs', { ...receipt, logs: undefined }],
  ['a hash that is too short', { ...receipt, blockHash: '0xab' }],
  ['a list', [receipt]],
])('nonsense in a receipt is a failure of the endpoint, and says nothing of the payment: %s', async (_, nonsense) => {
  const { client, url } = await startNode({ eth_getTransactionReceipt: nonsense });
  await expect(readTransaction(client, 31337, '0x12')).rejects.toThrow(BadAnswerError);
  const check = await verify(url);
  expect(check).toMatchObject({ status: 'waiting', detail: expect.stringContaining('eth_getTransactionReceipt') });
});

const query = { chainId: 31337, from: 0n, to: 32n, tokens: [paid.token], addresses: [paid.to] };

function verify(endpoint: string) {
  const report = { payment: paid, linkId: '', required: 1, claim: null };
  return verifyPayment(report, { endpoint, round: beginRound(), now: () => new Date(0) });
}

/** A node of chain 31337 that knows one payment; `wrong` stands in place of its answers by method. */
async function startNode(wrong: Readonly<Record<string, unknown>>) {
  const answers: Record<string, unknown> = {
    eth_chainId: '0x7a69',
    eth_getBlockByNumber: block,
    eth_getBlockByHash: block,
    eth_getTransactionReceipt: receipt,
    eth_getLogs: [log],
    ...wrong,
  };
  const server = createServer(async (request, response) => {
    const { id, method } = JSON.parse(await text(request)) as { id: number; method: string };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method] ?? null }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, client: createPublicClient({ transport: http(url, { retryCount: 0 }) }) };
}
