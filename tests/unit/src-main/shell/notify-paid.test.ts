import { expect, test } from 'vitest';
import { createAppClient } from '../../../../shared/app-api/app-client.ts';
import { channelPair } from '../../../../shared/app-api/channel.ts';
import type { FromEngine, ToEngine } from '../../../../shared/app-api/channel.ts';
import type { InvoiceRow } from '../../../../shared/app-api/invoice-row.ts';
import { notifyPaid, type PaidNotice } from '../../../../src-main/shell/notify-paid.ts';

const row: InvoiceRow = {
  id: 'a',
  number: 'INV-2027-0001',
  buyerName: 'Acme',
  issueDate: '2027-01-01',
  dueDate: '2027-01-31',
  currency: 'USD',
  total: '120000',
  received: '120000',
  state: 'paid',
  pending: null,
  delivery: 'delivered',
  updatedAt: '2027-01-01T00:00:00.000Z',
};

/** An engine whose list of paid invoices the test sets. */
function listing() {
  const channels = channelPair();
  let watchId: number | null = null;
  channels.engine.onMessage((message: ToEngine) => {
    if (message.type === 'watch') watchId = message.id;
  });
  return {
    client: createAppClient(channels.app),
    async give(...rows: InvoiceRow[]): Promise<void> {
      await Promise.resolve();
      const next: FromEngine = { type: 'next', id: watchId ?? 0, value: { rows, total: rows.length } };
      channels.engine.send(next);
      await Promise.resolve();
    },
  };
}

test('each invoice that becomes paid is told once; what was paid before is not; a restart tells only what it missed', async () => {
  const told: PaidNotice[] = [];
  const known = new Map<'paid', Set<string>>();
  const first = listing();
  notifyPaid(first.client, known, (notice) => told.push(notice));
  await first.give({ ...row, id: 'old' });
  await first.give({ ...row, id: 'old' }, row);
  await first.give(row, { ...row, id: 'old' });
  expect(told).toEqual([{ invoiceId: 'a', title: 'INV-2027-0001 is paid', body: 'Acme · $1,200.00' }]);
  const second = listing();
  notifyPaid(second.client, known, (notice) => told.push(notice));
  await second.give({ ...row, id: 'b', number: 'INV-2027-0002', state: 'overpaid', buyerName: '' }, row);
  expect(told.slice(1)).toEqual([{ invoiceId: 'b', title: 'INV-2027-0002 is overpaid', body: '$1,200.00' }]);
});
