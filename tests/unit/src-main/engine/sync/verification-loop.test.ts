import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { PaymentCheck } from '../../../../../src-main/engine/ledger/payment-check.ts';
import { startVerificationLoop } from '../../../../../src-main/engine/sync/verification-loop.ts';
import { payable, payment, usdc } from '../../../shared/payment/fixtures.ts';

const claim = { terms: payable().terms, others: [], againstAssuming: null };
const paid = payment(usdc, 5n);
const exact = 1_200_004_217n;

/** A loop without endpoints over one payment; `fails` makes the first recording fail, as a full disk does. */
function begin(written: { check: PaymentCheck | null; fails?: boolean }) {
  const records: PaymentCheck[] = [];
  const troubles: unknown[] = [];
  const loop = startVerificationLoop({
    list: async () => ({
      payments: [{ id: paid.key, payment: paid, linkId: 'link-a', required: 3, claim, verification: written.check }],
      more: false,
    }),
    endpointsFor: () => [],
    record: async (_, check) => {
      records.push(check);
      written.check = check;
      if (!written.fails) return;
      written.fails = false;
      throw new Error('disk full');
    },
    now: () => new Date(0),
    onTrouble: (error) => troubles.push(error),
  });
  return { loop, records, troubles };
}

test('what the last run wrote is recorded once more, for it may have died before it settled by it', async () => {
  const written: { check: PaymentCheck | null } = { check: null };
  const before = begin(written);
  await before.loop.check();
  await before.loop.stop();
  const after = begin(written);
  await after.loop.check();
  await after.loop.check();
  expect(after.records).toEqual(before.records);
  expect(after.records).toHaveLength(1);
  await after.loop.stop();
});

test('a recording that failed half-way is made again, though the check says nothing new', async () => {
  const { loop, records, troubles } = begin({ check: null, fails: true });
  await loop.check();
  expect(troubles).toHaveLength(1);
  await loop.check();
  await loop.check();
  expect(records).toHaveLength(2);
  await loop.stop();
});

test('where more waits than a round takes, the next round follows at once', async () => {
  const done = Promise.withResolvers<void>();
  let rounds = 0;
  const loop = startVerificationLoop({
    async list() {
      rounds += 1;
      if (rounds === 3) done.resolve();
      return { payments: [], more: rounds < 3 };
    },
    endpointsFor: () => [],
    record: async () => undefined,
    now: () => new Date(0),
    onTrouble: done.reject,
    watchEvery: 600_000,
  });
  await loop.check();
  await done.promise;
  await loop.stop();
  expect(rounds).toBeGreaterThanOrEqual(3);
});

test('what an endpoint denies, on a fork that it leaves again, is asked about again', async () => {
  let isOnFork = true;
  const node = await startNode(() => ({
    hash: isOnFork ? `0x${'ee'.repeat(32)}` : paid.blockHash,
    isThere: !isOnFork,
  }));
  const verified = Promise.withResolvers<PaymentCheck>();
  const statuses: string[] = [];
  const loop = beginOn(node.url, {
    watchEvery: 20,
    onTrouble: verified.reject,
    onRecord: (check) => {
      statuses.push(check.status);
      isOnFork = false;
      if (check.status === 'verified') verified.resolve(check);
    },
  });
  await loop.check();
  await verified.promise;
  expect(statuses).toEqual(['mismatch', 'verified']);
  await loop.stop();
  node.close();
});

test('what is denied is told with every look, though it is recorded once', async () => {
  const node = await startNode(() => ({ hash: `0x${'ee'.repeat(32)}`, isThere: false }));
  const thrice = Promise.withResolvers<void>();
  const records: PaymentCheck[] = [];
  let denials = 0;
  const loop = beginOn(node.url, {
    watchEvery: 20,
    onTrouble: thrice.reject,
    onRecord: (check) => records.push(check),
    onDenied: () => {
      denials += 1;
      if (denials === 3) thrice.resolve();
    },
  });
  await loop.check();
  await thrice.promise;
  expect(records.map(({ status }) => status)).toEqual(['mismatch']);
  await loop.stop();
  node.close();
});

test('an endpoint that stands behind a payment is asked about it again when its chain has moved, and not before', async () => {
  let height = 0x20;
  const node = await startNode(() => ({ hash: paid.blockHash, isThere: true, height, finalized: 1 }));
  const records: PaymentCheck[] = [];
  const loop = beginOn(node.url, { watchEvery: 600_000, onRecord: (check) => records.push(check) });
  await loop.check();
  await loop.check();
  expect(records.at(-1)).toMatchObject({ status: 'verified', isFinal: false });
  expect(node.count('eth_getTransactionReceipt')).toBe(1);
  height += 1;
  await loop.check();
  expect(node.count('eth_getTransactionReceipt')).toBe(2);
  await loop.stop();
  node.close();
});

const pad = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
const log = {
  address: paid.token,
  topics: ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(paid.from), pad(paid.to)],
  data: `0x${exact.toString(16).padStart(64, '0')}`,
  logIndex: '0x0',
  blockNumber: toHex(Number(paid.blockNumber)),
  blockHash: paid.blockHash,
  transactionHash: paid.txHash,
};
const receipt = { status: '0x1', blockHash: paid.blockHash, blockNumber: log.blockNumber, logs: [log] };
const whole = { ...paid, units: String(exact), rule: 'tagged-amount' as const, logIndex: 0 };
const reported = { ...whole, key: `31337:${paid.blockHash}:${paid.txHash}:0` };

/** A loop with one endpoint over one payment. */
function beginOn(
  endpoint: string,
  options: {
    readonly watchEvery: number;
    readonly onRecord: (check: PaymentCheck) => void;
    readonly onTrouble?: (error: unknown) => void;
    readonly onDenied?: () => void;
  },
) {
  const { watchEvery, onRecord, onTrouble = () => undefined, onDenied = () => undefined } = options;
  let verification: PaymentCheck | null = null;
  return startVerificationLoop({
    list: async () => ({
      payments: [{ id: reported.key, payment: reported, linkId: 'link-a', required: 3, claim, verification }],
      more: false,
    }),
    endpointsFor: () => [endpoint],
    record: async (_, check) => {
      verification = check;
      onRecord(check);
    },
    onDenied: async () => onDenied(),
    now: () => new Date(0),
    onTrouble,
    watchEvery,
  });
}

/** What a node of one payment says at the time: the hash of the payment's block, whether the payment is in it, and its head. */
interface NodeState {
  readonly hash: string;
  readonly isThere: boolean;
  readonly height?: number;
  readonly finalized?: number;
}

async function startNode(state: () => NodeState) {
  const asked: string[] = [];
  const answer = (method: string, [place]: readonly unknown[]): unknown => {
    const { hash, isThere, height = 0x20, finalized = 0x20 } = state();
    const headers: Record<string, object> = {
      latest: { number: toHex(height), hash: `0x${height.toString(16).padStart(64, '0')}` },
      finalized: { number: toHex(finalized) },
    };
    const answers: Record<string, unknown> = {
      eth_chainId: '0x7a69',
      eth_getBlockByNumber: headers[String(place)] ?? { number: log.blockNumber, hash, transactions: [paid.txHash] },
      eth_getTransactionReceipt: isThere ? receipt : null,
    };
    return answers[method] ?? null;
  };
  const server = createServer(async (request, response) => {
    const { id, method, params } = JSON.parse(await text(request)) as {
      id: number;
      method: string;
      params?: unknown[];
    };
    asked.push(method);
    const result = answer(method, params ?? []);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (method: string) => asked.filter((each) => each === method).length,
    close: () => void server.close(),
  };
}

function toHex(number: number): string {
  return `0x${number.toString(16)}`;
}
