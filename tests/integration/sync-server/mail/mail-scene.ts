import { unwrap } from '../../../../shared/result.ts';
import { newLinkId, type TestDevice } from '../../../helpers/relay-device.ts';

/** An email about a published link, with these differences. */
export function mailBody(linkId: string, more: object = {}) {
  return {
    id: 'mail-0001',
    linkId,
    to: 'client@example.com',
    fromName: 'Müller & Söhne',
    subject: 'Invoice INV-2026-0001 — €1,200.00',
    html: '<p>Hello</p>',
    text: 'Hello',
    attachments: [],
    ...more,
  };
}

/** Publishes a link on a chain that the relay watches; gives its id. */
export async function publishOn(device: TestDevice, chainId: number, token: string): Promise<string> {
  const id = newLinkId();
  const watch = { chainId, token, address: `0x${'12'.repeat(20)}`, ownAddress: false, exact: '1', tagged: '2' };
  const dates = { expiresAt: '2099-01-31T00:00:00Z', monitorUntil: '2099-04-30T00:00:00Z' };
  unwrap(
    await device.client.call('putLink', {
      params: { id },
      body: { sealedInvoice: 'AA', sealedPdf: 'AA', tag: '0'.repeat(32), watches: [watch], ...dates },
    }),
  );
  return id;
}
