import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyParty } from '../../../../shared/invoice/party.ts';
import { unwrap } from '../../../../shared/result.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../practice/start-practice-world.ts';
import { engineOptions, simpleDraft, startEngine, temporaryFolder, waitFor } from './engine-fixture.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let world: PracticeWorld;
const relayLines: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  world = await startPracticeWorld({
    folder: `${folder.path}/world`,
    blockTimeSeconds: 1,
    ports: 'any',
    log: (source, line) => void (source === 'relay' && relayLines.push(line)),
  });
});
afterAll(async () => {
  await world?.stop();
  await folder.remove();
});

test('sent, mailed, paid on chain, checked on the own endpoint, and Paid', async () => {
  const { addresses } = world;
  const options = engineOptions(`${folder.path}/data`, { practice: addresses, relayOrigin: addresses.relayOrigin });
  const { app, close } = await startEngine(options);
  const seller = { ...emptyParty, name: 'Ada Lovelace', email: 'ada@example.com' };
  unwrap(await app.call('workspace.create', { seller, wallet: 'practice', deviceName: 'Laptop' }));
  const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
  unwrap(await app.call('invoice.issue', { id }));
  unwrap(await app.call('invoice.send', { id, mode: 'pdf', to: null }));
  const mailed = await waitFor(
    app,
    'invoice',
    { id },
    (view) => view?.jobs.every((job) => job.status === 'done') ?? false,
  );
  expect(mailed?.delivery).toBe('delivered');
  expect(mailed?.timeline.map((entry) => entry.kind)).toContain('email-sent');

  const option = mailed?.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
  if (!option) throw new Error('The practice invoice takes no USDC');
  const made = await payInvoice({
    rpcUrl: addresses.rpcUrl,
    token: option.token as `0x${string}`,
    to: option.address as `0x${string}`,
    amount: BigInt(option.tagged),
  });
  const paid = await waitFor(app, 'invoice', { id }, (view) => view?.state === 'paid');
  expect(paid?.payments).toMatchObject([
    { payment: { txHash: made.txHash, rule: 'tagged-amount' }, value: '120000', verification: { status: 'verified' } },
  ]);
  const counts = await waitFor(app, 'invoiceCounts', {}, (value) => value.paid === 1);
  expect(counts).toMatchObject({ open: 0, paid: 1 });
  const workspace = await waitFor(app, 'workspace', {}, (view) => view.relay.status === 'online' && view.queued === 0);
  expect(workspace).toMatchObject({ failedJobs: 0, quarantined: 0 });
  await close();
});
