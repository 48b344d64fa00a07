import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Payment } from '../../../../../shared/payment/payment.ts';
import { restToPay, toShareOption, type ShareOption } from '../../../../../shared/payment/rest.ts';
import { unwrap } from '../../../../../shared/result.ts';
import { assignTransfer, undoTransfer } from '../../../../../src-main/engine/adjustments/assign-transfer.ts';
import type { InvoiceDocument } from '../../../../../src-main/engine/database/documents.ts';
import { recordRelayEvents } from '../../../../../src-main/engine/ledger/record-relay-events.ts';
import { ownWatches } from '../../../../../src-main/engine/lookout/own-watches.ts';
import { checkAttribution } from '../../../../../src-main/engine/sync/check-attribution.ts';
import { listPaymentsToVerify } from '../../../../../src-main/engine/sync/list-payments-to-verify.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

const issuedAt = Date.parse('2026-11-23T12:00:00.000Z');
const blockHash = `0x${'b'.repeat(64)}` as const;
let now = new Date(issuedAt);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let bench: InvoiceBench;
beforeEach(async () => {
  now = new Date(issuedAt);
  folder = await temporaryFolder();
  const options = engineOptions(folder.path, { relayOrigin: null, now: () => now });
  bench = await openBench(options);
  await updateSettings(bench.db, options, { rpcEndpoints: { '31337': ['http://127.0.0.1:9'] } });
});
afterEach(async () => {
  await bench.close();
  await folder.remove();
});

let logs = 0;
function transfer(units: bigint, rule: Payment['rule']): Payment {
  logs += 1;
  now = new Date(now.getTime() + 60_000);
  const txHash = `0x${logs.toString(16).padStart(64, '0')}`;
  return {
    key: `31337:${blockHash}:${txHash}:0`,
    chainId: 31337,
    blockNumber: String(logs),
    blockHash,
    blockTime: now.getTime() / 1_000,
    txHash,
    logIndex: 0,
    token: practiceUsdc.toLowerCase(),
    from: `0x${'1'.repeat(40)}`,
    to: wallet.toLowerCase(),
    units: units.toString(),
    rule,
    state: 'confirmed',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
  };
}

let seq = 0;
async function tell({ linkId }: Pick<InvoiceDocument, 'linkId'>, payment: Payment): Promise<Payment> {
  seq += 1;
  const at = now.toISOString();
  await recordRelayEvents(bench.db, [{ type: 'payment' as const, seq, at, linkId, payment }], now);
  return payment;
}

async function tellUnmatched(payment: Payment): Promise<Payment> {
  seq += 1;
  const { rule: _, late: __, ...moved } = payment;
  const at = now.toISOString();
  const event = { type: 'unmatched' as const, seq, at, transfer: moved, reason: 'no-rule' as const, candidates: [] };
  await recordRelayEvents(bench.db, [event], now);
  return payment;
}

async function say(payment: Payment, parts: readonly { readonly invoiceId: string; readonly units: string }[]) {
  now = new Date(now.getTime() + 60_000);
  const stated = parts.map((part) => ({ ...part, value: null }));
  unwrap(await assignTransfer(bench.context, payment.key, stated));
}

async function takeBack({ key }: Payment) {
  now = new Date(now.getTime() + 60_000);
  unwrap(await undoTransfer(bench.context, key));
}

function usdcOf({ signed }: InvoiceDocument): ShareOption {
  const option = signed?.payable.terms.options.find(({ token }) => token.toLowerCase() === practiceUsdc.toLowerCase());
  if (!option) throw new Error('The invoice takes no USDC');
  return toShareOption(option);
}

function restAfter(invoice: InvoiceDocument, paid: bigint): bigint {
  const asked = usdcOf(invoice);
  return restToPay(asked, { part: asked.exact - paid, whole: asked.exact })?.tagged ?? 0n;
}

/** What is wrong with a payment, by the claim that this device checks it against. */
async function wrongWith(payment: Payment): Promise<string | null> {
  const { payments } = await listPaymentsToVerify(bench.db);
  const claim = payments.find(({ id }) => id === payment.key)?.claim;
  if (!claim) throw new Error('It is not to be checked');
  return checkAttribution(claim, payment, null);
}

async function waitingFor(units: bigint): Promise<readonly string[]> {
  const watches = await ownWatches(bench.db);
  const found = watches.at(31337, wallet.toLowerCase())?.tagged(practiceUsdc.toLowerCase(), units) ?? [];
  return found.map(({ linkId }) => linkId);
}

test('the rest after an assigned part is recognised, also once the word was taken back', async () => {
  const invoice = await bench.issue();
  const part = await tellUnmatched(transfer(1_197_500_000n, 'manual'));
  const units = restAfter(invoice, 1_197_500_000n);
  expect(await waitingFor(units)).toEqual([]);
  await say(part, [{ invoiceId: invoice.id, units: part.units }]);
  expect(await waitingFor(units)).toEqual([invoice.linkId]);
  const rest = await tell(invoice, transfer(units, 'tagged-amount'));
  expect(await wrongWith(rest)).toBeNull();
  await takeBack(part);
  expect(await wrongWith(rest)).toBeNull();
  const wrong = await tell(invoice, transfer(units + 1n, 'tagged-amount'));
  expect(await wrongWith(wrong)).toContain('not the exact amount');
});

test('a rest is right by what had been said when it was asked for, whatever is said of the part since', async () => {
  const [one, other] = [await bench.issue(), await bench.issue()];
  const part = await tell(one, transfer(600_000_000n, 'tag'));
  const before = await tell(one, transfer(restAfter(one, 600_000_000n), 'tagged-amount'));
  await say(part, [
    { invoiceId: one.id, units: '300000000' },
    { invoiceId: other.id, units: '300000000' },
  ]);
  expect(await wrongWith(before)).toBeNull();
  expect(await waitingFor(restAfter(other, 300_000_000n))).toEqual([other.linkId]);
  const after = await tell(other, transfer(restAfter(other, 300_000_000n), 'tagged-amount'));
  expect(await wrongWith(after)).toBeNull();
});

test('a payment that was taken off is no part of what was paid', async () => {
  const invoice = await bench.issue();
  const part = await tell(invoice, transfer(600_000_000n, 'tag'));
  await say(part, []);
  expect(await waitingFor(restAfter(invoice, 600_000_000n))).toEqual([]);
  const second = await tell(invoice, transfer(500_000_000n, 'tag'));
  expect(second.rule).toBe('tag');
  const units = restAfter(invoice, 500_000_000n);
  expect(await waitingFor(units)).toEqual([invoice.linkId]);
  const rest = await tell(invoice, transfer(units, 'tagged-amount'));
  expect(await wrongWith(rest)).toBeNull();
});
