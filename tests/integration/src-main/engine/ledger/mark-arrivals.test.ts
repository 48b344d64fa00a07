import { filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PaymentDocument } from '../../../../../src-main/engine/database/documents.ts';
import { markArrivals } from '../../../../../src-main/engine/ledger/mark-arrivals.ts';
import { markChains } from '../../../../../src-main/engine/ledger/mark-chains.ts';
import { startCheckingPayments } from '../../../../../src-main/engine/sync/check-payments.ts';
import { watchSettings } from '../../../../../src-main/engine/workspace/settings-store.ts';
import { updateSettings } from '../../../../../src-main/engine/workspace/update-settings.ts';
import { engineOptions, practiceUsdc, temporaryFolder, wallet } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';

const hash = (digit: string): `0x${string}` => `0x${digit.repeat(64)}`;
// Nobody listens at the discard port: a check begins there and comes to no end.
const rpcEndpoints = { '31337': ['http://127.0.0.1:9'] };

/** A final payment as replication writes it: without its check. */
function arrived(digit: string): PaymentDocument {
  const key = `31337:${hash('b')}:${hash(digit)}:0`;
  const at = '2026-11-23T12:00:00.000Z';
  const payment = {
    key,
    chainId: 31337,
    blockNumber: '7',
    blockHash: hash('b'),
    blockTime: 1_790_000_000,
    txHash: hash(digit),
    logIndex: 0,
    token: practiceUsdc.toLowerCase(),
    from: `0x${'1'.repeat(40)}`,
    to: wallet.toLowerCase(),
    units: '1200000000',
    rule: 'tag',
    state: 'final',
    confirmations: 30,
    requiredConfirmations: 3,
    late: false,
  } as const;
  const { txHash, state } = payment;
  return {
    id: key,
    rev: '',
    linkId: 'link',
    txHash,
    unreported: false,
    state,
    seq: 1,
    seenAt: at,
    updatedAt: at,
    payment,
  };
}

describe('what other devices bring', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  beforeEach(async () => {
    folder = await temporaryFolder();
    bench = await openBench(engineOptions(folder.path, { relayOrigin: null }));
    await updateSettings(bench.db, bench.context.options, { rpcEndpoints });
    await markChains(bench.db, rpcEndpoints);
    await bench.db.payments.insert(arrived('1'));
    await markArrivals(bench.db);
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });
  const checks = async () =>
    Object.fromEntries((await bench.db.verifications.find().exec()).map((one) => [one.id, one.due]));

  test('is asked about, and not again when its check is done with', async () => {
    const { id } = arrived('1');
    expect(await checks()).toEqual({ [id]: true });
    await bench.db.verifications.findOne(id).incrementalPatch({ due: false });
    await markArrivals(bench.db);
    expect(await checks()).toEqual({ [id]: false });
  });

  test('is asked about after the next start, where the program ended before it was marked', async () => {
    const { id } = arrived('2');
    await bench.db.payments.insert(arrived('2'));
    const settings$ = watchSettings(bench.db, bench.context.options);
    const checking = startCheckingPayments({ db: bench.db, options: bench.context.options, settings$ });
    const marked = await firstValueFrom(bench.db.verifications.findOne(id).$.pipe(filter((found) => found !== null)));
    expect(marked.due).toBe(true);
    await checking.stop();
  });

  test('is asked about once the disk has room again', async () => {
    const { id } = arrived('3');
    await bench.db.payments.insert(arrived('3'));
    vi.spyOn(bench.db.verifications, 'bulkUpsert').mockRejectedValueOnce(new Error('the disk is full'));
    await expect(markArrivals(bench.db)).rejects.toThrow('the disk is full');
    await markArrivals(bench.db);
    expect(await checks()).toMatchObject({ [id]: true });
  });
});
