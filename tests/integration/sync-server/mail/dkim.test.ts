import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../../../shared/result.ts';
import { loadRelayConfig } from '../../../../sync-server/config.ts';
import { startRelay } from '../../../../sync-server/relay.ts';
import { signIn } from '../../../helpers/relay-device.ts';
import { waitForEvents } from '../../../helpers/relay-events.ts';
import { startScriptedSmtp } from '../../../helpers/scripted-smtp.ts';
import { verifyDkim } from '../../../helpers/verify-dkim.ts';
import { mailBody, publishOn } from './mail-scene.ts';

test('with a DKIM key, what arrives bears a signature that holds, over all that a reader sees', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quittance-dkim-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = join(folder, 'dkim.pem');
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const smtp = await startScriptedSmtp([]);
  onTestFinished(() => smtp.stop());
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: join(folder, 'relay'),
    RPC_8453: 'http://127.0.0.1:9',
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    MAIL_FROM: 'invoices@relay.example',
    DKIM_DOMAIN: 'relay.example',
    DKIM_SELECTOR: 'quittance',
    DKIM_KEY_FILE: keyFile,
  };
  const relay = await startRelay(unwrap(loadRelayConfig(settings)), { page: false });
  onTestFinished(() => relay.stop());
  const device = await signIn(relay.origin);
  const linkId = await publishOn(device, 8453, '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913');
  const pdf = { filename: 'Invoice.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjc' } as const;
  const text = 'Hello  you ,\n\n.a line that begins with a dot\nand trailing spaces   \n\n\n';
  unwrap(await device.client.call('createMail', { body: mailBody(linkId, { text, attachments: [pdf] }) }));
  await waitForEvents(relay.origin, device, (all) =>
    all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
  );
  const [raw = ''] = smtp.accepted;
  const signature = verifyDkim(raw, publicKey);
  expect(signature).toMatchObject({ domain: 'relay.example', selector: 'quittance' });
  for (const field of ['from', 'to', 'subject', 'date', 'message-id', 'content-type'])
    expect(signature?.signed).toContain(field);
  const forged = [raw.replace('Hello', 'Hallo'), raw.replace(/^To: .*$/m, 'To: other@example.com')];
  expect(forged.every((each) => each !== raw)).toBe(true);
  expect(forged.map((each) => verifyDkim(each, publicKey))).toEqual([null, null]);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(verifyDkim(raw, stranger.publicKey)).toBeNull();
});
