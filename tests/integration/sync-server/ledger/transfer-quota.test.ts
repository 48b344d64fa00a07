import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountAttribution } from '../../../../sync-server/ledger/attribute-transfers.ts';
import { recordTransfers } from '../../../../sync-server/ledger/record-transfers.ts';
import { openDatabase, type RelayDatabase } from '../../../../sync-server/storage/open-database.ts';
import { transact } from '../../../../sync-server/storage/transact.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { transfer, watch } from '../../../unit/shared/payment/fixtures.ts';

describe.each(relayEngines)('transfers that an account may have recorded in a day, on %s', (engine) => {
  let maker: DatabaseMaker;
  let database: RelayDatabase;
  beforeAll(async () => {
    maker = await startEngine(engine);
    database = await openDatabase(await maker.create());
    await database.kysely.insertInto('accounts').values({ key: 'account', created_at: 0 }).execute();
  });
  afterAll(async () => {
    await database?.close();
    await maker?.stop();
  });

  const heights = { tip: 7, safe: null, finalized: null };
  let logIndex = 0;
  const stranger = (): AccountAttribution => ({
    account: 'account',
    transfer: transfer({ logIndex: logIndex++, units: 1n }),
    attribution: { kind: 'unmatched', reason: 'no-rule', candidates: [] },
    lastingId: `unmatched-${logIndex}`,
  });
  const paid = (linkId: string): AccountAttribution => ({
    account: 'account',
    transfer: transfer({ logIndex: logIndex++ }),
    attribution: { kind: 'credited', watch: watch({ linkId }), rule: 'tag', late: false },
    lastingId: `paid-${logIndex}`,
  });
  const record = (found: readonly AccountAttribution[]) =>
    transact(database.kysely, (trx) =>
      recordTransfers(trx, found, { heights, now: 0, perDay: 2, agreementAbove: null }),
    );

  test('a flood of strangers’ specks, or of specks on one invoice, keeps no other payment out', async () => {
    await record([stranger(), stranger(), stranger(), stranger()]);
    await record([paid('link-a'), paid('link-a'), paid('link-a'), paid('link-b'), stranger()]);
    const rows = await database.kysely.selectFrom('payments').select('link_id').orderBy('log_index').execute();
    expect(rows.map((row) => row.link_id)).toEqual([null, null, 'link-a', 'link-a', 'link-b']);
  });
});
