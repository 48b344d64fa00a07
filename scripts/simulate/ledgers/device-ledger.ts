import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import type { Device } from '../processes/device.ts';

/** A payment as a device shows it. */
export interface DevicePayment {
  readonly key: string;
  readonly state: string;
  readonly rule: string;
  readonly late: boolean;
  readonly verification: string;
  /** What the device's own endpoint says, in words. */
  readonly detail: string;
}

/**
 * One invoice as a device shows it; null where the device does not have it. `stored` is what its
 * list shows as received.
 */
export interface DeviceInvoice {
  readonly payments: readonly DevicePayment[];
  readonly settlement: NonNullable<InvoiceView['settlement']>;
  readonly stored: string | null;
}

/** What one device says of the invoices, by link. */
export interface DeviceLedger {
  readonly device: string;
  readonly invoices: ReadonlyMap<string, DeviceInvoice | null>;
}

/** Asks a device for these invoices. */
export async function readDeviceLedger(
  device: Device,
  invoices: readonly { readonly id: string; readonly linkId: string }[],
): Promise<DeviceLedger> {
  const stored = await readReceived(device);
  const found = new Map<string, DeviceInvoice | null>();
  for (const { id, linkId } of invoices) {
    const view = await device.read('invoice', { id });
    found.set(linkId, view?.settlement ? toInvoice(view, view.settlement, stored.get(id) ?? null) : null);
  }
  return { device: device.name, invoices: found };
}

async function readReceived(device: Device): Promise<Map<string, string>> {
  const received = new Map<string, string>();
  for (let offset = 0; ; offset += 200) {
    const { rows, total } = await device.read('invoices', { filter: 'all', search: '', offset, limit: 200 });
    for (const row of rows) received.set(row.id, row.received);
    if (offset + rows.length >= total || rows.length === 0) return received;
  }
}

function toInvoice(
  { payments }: InvoiceView,
  settlement: DeviceInvoice['settlement'],
  stored: string | null,
): DeviceInvoice {
  return {
    settlement,
    stored,
    payments: payments.map(({ payment, verification }) => ({
      key: payment.key,
      state: payment.state,
      rule: payment.rule,
      late: payment.late,
      verification: verification.status,
      detail: verification.detail,
    })),
  };
}
