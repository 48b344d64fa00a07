import { expect, test } from 'vitest';
import { pow10 } from '../../../../../shared/money/decimal.ts';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { transferTopic } from '../../../../../shared/payment/decode-transfer.ts';
import { rpcBlockSchema, rpcReceiptSchema } from '../../../../../shared/payment/rpc-answers.ts';
import { isBacked, requiredConfirmations } from '../../../../../src-main/engine/ledger/payment-check.ts';
import type { ChainHead } from '../../../../../src-main/engine/own-chain/read-head.ts';
import type { ChainFacts, EndpointRound } from '../../../../../src-main/engine/sync/endpoint-round.ts';
import { verifyPayment } from '../../../../../src-main/engine/sync/verify-payment.ts';
import { payment, usdc } from '../../../shared/payment/fixtures.ts';

const blockSchema = rpcBlockSchema.pick({ hash: true, transactions: true });

/** An owner's own word on a transfer of so many whole USDC in block 7 of the practice chain, by an endpoint that stands here. */
async function check(whole: bigint, at: Partial<ChainHead>) {
  const units = whole * pow10(usdc.decimals);
  const made = payment(usdc, units, { logIndex: 0 });
  const paid = { ...made, rule: 'manual' as const, key: `31337:${made.blockHash}:${made.txHash}:0` };
  const facts: ChainFacts = {
    at: { chainId: 31337, head: 7n, hash: '0x1', safe: null, finalized: null, ...at },
    block: blockSchema.parse({ hash: paid.blockHash, transactions: [paid.txHash] }),
    receipt: rpcReceiptSchema.parse(receiptOf(paid, units)),
    calldata: null,
  };
  const round: EndpointRound = { head: async () => facts.at, facts: async () => facts };
  const report = { payment: paid, linkId: '', required: requiredConfirmations(paid), claim: null };
  const verdict = await verifyPayment(report, { endpoint: 'http://own', round, now: () => new Date(0) });
  return { ...verdict, isBacked: isBacked(report, verdict) };
}

test('a small payment counts by blocks alone', async () => {
  expect(await check(10n, { head: 8n })).toMatchObject({ status: 'verified', confirmations: 2, isBacked: false });
  expect(await check(10n, { head: 9n })).toMatchObject({ confirmations: 3, isBacked: true, isFinal: false });
});

test('a larger one waits for the chain’s own word, however deep it lies, and says that one is missing', async () => {
  const early = await check(12_000n, { head: 40n, safe: 6n, finalized: 2n });
  expect(early).toMatchObject({ status: 'verified', confirmations: 4, isBacked: false });
  expect(early.detail).toBe('Checked on your own endpoint: 4 of 5 confirmations so far.');
  expect(await check(12_000n, { head: 40n, safe: 7n, finalized: 2n })).toMatchObject({
    isBacked: true,
    isFinal: false,
  });
  expect(await check(120_000n, { head: 40n, safe: 39n, finalized: 6n })).toMatchObject({ isBacked: false });
  expect(await check(120_000n, { head: 40n, safe: 39n, finalized: 7n })).toMatchObject({
    isBacked: true,
    isFinal: true,
  });
});

test('where the endpoint tells no such block, four times as many blocks do', async () => {
  expect(await check(12_000n, { head: 25n })).toMatchObject({ confirmations: 4, isBacked: false });
  expect(await check(12_000n, { head: 26n })).toMatchObject({ confirmations: 5, isBacked: true, isFinal: false });
});

function receiptOf(paid: Payment, units: bigint) {
  const pad = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
  const blockNumber = `0x${BigInt(paid.blockNumber).toString(16)}`;
  const { blockHash, txHash: transactionHash } = paid;
  const log = {
    address: paid.token,
    topics: [transferTopic, pad(paid.from), pad(paid.to)],
    data: `0x${units.toString(16).padStart(64, '0')}`,
    logIndex: '0x0',
  };
  return { status: '0x1', blockHash, blockNumber, logs: [{ ...log, blockHash, blockNumber, transactionHash }] };
}
