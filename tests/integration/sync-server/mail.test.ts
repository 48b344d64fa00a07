import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '../../../shared/result.ts';
import { startMailCatcher } from '../../../practice/mail/mail-catcher.ts';
import { loadRelayConfig, type RelayConfig } from '../../../sync-server/config.ts';
import { startRelay, type Relay } from '../../../sync-server/relay.ts';
import { openDatabase, type DatabaseLocation } from '../../../sync-server/storage/open-database.ts';
import { createAccount, newLinkId, signIn, type TestDevice } from '../../helpers/relay-device.ts';
import { relayEngines, startEngine, type DatabaseMaker } from '../../helpers/relay-engines.ts';
import { waitForEvents } from '../../helpers/relay-events.ts';
import { startScriptedSmtp, type ScriptedSmtp, type SmtpTurn } from '../../helpers/scripted-smtp.ts';

const pdf = Buffer.from('%PDF-1.7 an invoice');

function configFor(port: number, database: DatabaseLocation): RelayConfig {
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    RPC_8453: 'http://127.0.0.1:9',
    MAIL_FROM: 'invoices@relay.example',
  };
  return { ...unwrap(loadRelayConfig({ ...settings, SMTP_URL: `smtp://127.0.0.1:${port}` })), database };
}

function mailBody(linkId: string, more: object = {}) {
  return {
    id: 'mail-0001',
    linkId,
    to: 'client@example.com',
    fromName: 'Müller & Söhne',
    subject: 'Invoice INV-2026-0001 — €1,200.00',
    html: '<p>Hello</p>',
    text: 'Hello',
    attachments: [
      { filename: 'INV-2026-0001.pdf', contentType: 'application/pdf' as const, content: pdf.toString('base64url') },
    ],
    ...more,
  };
}

async function publish(device: TestDevice): Promise<string> {
  const id = newLinkId();
  const token = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
  const watch = { chainId: 8453, token, address: `0x${'12'.repeat(20)}`, ownAddress: false, exact: '1', tagged: '2' };
  const dates = { expiresAt: '2027-01-31T00:00:00Z', monitorUntil: '2027-04-30T00:00:00Z' };
  unwrap(
    await device.client.call('putLink', {
      params: { id },
      body: { sealedInvoice: 'AA', sealedPdf: 'AA', tag: '0'.repeat(32), watches: [watch], ...dates },
    }),
  );
  return id;
}

describe.each(relayEngines)('mail on %s', (engine) => {
  let maker: DatabaseMaker;
  const undo: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    maker = await startEngine(engine);
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  afterAll(() => maker?.stop());

  async function begin(
    turns: SmtpTurn[],
  ): Promise<{ smtp: ScriptedSmtp; relay: Relay; device: TestDevice; linkId: string; database: DatabaseLocation }> {
    const smtp = await startScriptedSmtp(turns);
    undo.push(() => smtp.stop());
    const database = await maker.create();
    const relay = await startRelay(configFor(smtp.port, database), {
      page: false,
      mail: { firstWaitMilliseconds: 40 },
    });
    undo.push(() => relay.stop());
    const device = await signIn(relay.origin);
    return { smtp, relay, device, linkId: await publish(device), database };
  }

  test('4xx and a broken connection are tried again with one Message-ID; then the content is wiped', async () => {
    const { smtp, relay, device, linkId, database } = await begin([
      { code: 451, message: 'greylisted, come back' },
      'hang-up',
      'accept',
    ]);
    const job = unwrap(await device.client.call('createMail', { body: mailBody(linkId) }));
    const events = await waitForEvents(relay.origin, device, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
    );
    const states = events.flatMap((event) => (event.type === 'mail' ? [event.mail] : []));
    expect(states.map((state) => [state.status, state.attempts])).toEqual([
      ['queued', 1],
      ['queued', 2],
      ['sent', 3],
    ]);
    expect(states[0]?.lastError).toContain('greylisted');
    expect(new Set(states.map((state) => state.messageId))).toEqual(new Set([job.messageId]));
    expect(smtp.accepted).toHaveLength(1);
    const mail = await simpleParser(smtp.accepted[0] ?? '');
    expect(mail.messageId).toBe(job.messageId);
    expect(mail.subject).toBe('Invoice INV-2026-0001 — €1,200.00');
    expect(mail.from?.value[0]).toEqual({ name: 'Müller & Söhne', address: 'invoices@relay.example' });
    expect(mail.attachments[0]?.content.equals(pdf)).toBe(true);
    await undo.pop()?.();
    const kept = await openDatabase(database);
    expect(await kept.kysely.selectFrom('mail_jobs').select(['content', 'status']).execute()).toEqual([
      { content: null, status: 'sent' },
    ]);
    await kept.close();
  });

  test('5xx is final and says why; a retry sends the same message', async () => {
    const { smtp, relay, device, linkId } = await begin([{ code: 550, message: 'no such mailbox' }, 'accept']);
    const job = unwrap(await device.client.call('createMail', { body: mailBody(linkId) }));
    const failed = await waitForEvents(relay.origin, device, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.status === 'failed'),
    );
    expect(failed.at(-1)).toMatchObject({
      mail: { attempts: 1, lastError: expect.stringContaining('no such mailbox'), nextAttemptAt: null },
    });
    expect(unwrap(await device.client.call('retryMail', { params: { id: 'mail-0001' } })).status).toBe('queued');
    await waitForEvents(relay.origin, device, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
    );
    expect((await simpleParser(smtp.accepted[0] ?? '')).messageId).toBe(job.messageId);
  });

  test('the same id is one message, and bad recipients and headers are refused', async () => {
    const { smtp, relay, device, linkId } = await begin([]);
    const first = unwrap(await device.client.call('createMail', { body: mailBody(linkId) }));
    const second = unwrap(await device.client.call('createMail', { body: mailBody(linkId, { subject: 'Another' }) }));
    expect(second.messageId).toBe(first.messageId);
    await waitForEvents(relay.origin, device, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
    );
    const refusedCode = async (more: object) => {
      const answer = await device.client.call('createMail', { body: mailBody(linkId, { id: 'mail-0002', ...more }) });
      return answer.ok ? 'queued' : answer.problem.code;
    };
    expect(await refusedCode({ to: 'a@example.com, b@example.com' })).toBe('mail.bad-address');
    expect(await refusedCode({ to: 'client@example.com\r\nBcc: all@example.com' })).toBe('request.malformed');
    expect(await refusedCode({ replyTo: 'Me <me@example.com>' })).toBe('mail.bad-address');
    expect(await refusedCode({ linkId: newLinkId() })).toBe('mail.link-unknown');
    expect(smtp.accepted).toHaveLength(1);
  });

  test('a relay that dies while sending sends again after its restart, with the same Message-ID', async () => {
    const smtp = await startScriptedSmtp([]);
    undo.push(() => smtp.stop());
    const database = await maker.create();
    const account = createAccount();
    const first = await startRelay(configFor(1, database), { page: false, mail: { firstWaitMilliseconds: 3_600_000 } });
    const device = await signIn(first.origin, account);
    const job = unwrap(await device.client.call('createMail', { body: mailBody(await publish(device)) }));
    await waitForEvents(first.origin, device, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.attempts === 1),
    );
    await first.stop();
    // As kill -9 in the middle of an attempt leaves it: due, and leased to a process that is no more.
    const broken = await openDatabase(database);
    const lease = {
      lease_owner: 'gone',
      lease_until: engine === 'sqlite' ? Date.now() + 300_000 : Date.now() + 300,
      next_attempt_at: 0,
    };
    await broken.kysely.updateTable('mail_jobs').set(lease).execute();
    await broken.close();
    const second = await startRelay(configFor(smtp.port, database), { page: false });
    undo.push(() => second.stop());
    const again = await signIn(second.origin, account);
    await waitForEvents(second.origin, again, (all) =>
      all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
    );
    expect((await simpleParser(smtp.accepted[0] ?? '')).messageId).toBe(job.messageId);
  });
});

test('two processes on one PostgreSQL send each message once, and tell each other’s streams', async () => {
  const maker = await startEngine('postgres');
  const smtp = await startScriptedSmtp([]);
  const database = await maker.create();
  const relays = await Promise.all([
    startRelay(configFor(smtp.port, database), { page: false }),
    startRelay(configFor(smtp.port, database), { page: false }),
  ]);
  const [one, two] = relays;
  const account = createAccount();
  const device = await signIn(one!.origin, account);
  const elsewhere = await signIn(two!.origin, account);
  const linkId = await publish(device);
  const ids = Array.from({ length: 20 }, (_, index) => `mail-many-${index}`);
  const waiting = waitForEvents(
    two!.origin,
    elsewhere,
    (all) => all.filter((event) => event.type === 'mail' && event.mail.status === 'sent').length === ids.length,
  );
  await Promise.all(
    ids.map(async (id) => unwrap(await device.client.call('createMail', { body: mailBody(linkId, { id }) }))),
  );
  await waiting;
  expect(smtp.accepted).toHaveLength(ids.length);
  await Promise.all(relays.map((relay) => relay.stop()));
  await smtp.stop();
  await maker.stop();
});

test('the practice inbox shows what the relay sends, and keeps it over a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'quittance-mail-'));
  const catcher = await startMailCatcher({ dataDir: join(dataDir, 'mail') });
  const relay = await startRelay(configFor(catcher.smtpPort, { engine: 'sqlite', folder: join(dataDir, 'relay') }), {
    page: false,
  });
  const device = await signIn(relay.origin);
  unwrap(await device.client.call('createMail', { body: mailBody(await publish(device)) }));
  const mail = await catcher.waitForMail((one) => one.to[0]?.address === 'client@example.com');
  expect((await catcher.readRaw(mail.id)).toString()).toContain('Message-ID: <');
  expect((await fetch(catcher.webUrl, { headers: { accept: 'text/html' } })).status).toBe(200);
  await catcher.stop();
  const later = await startMailCatcher({ dataDir: join(dataDir, 'mail') });
  expect((await later.list()).map((one) => one.subject)).toEqual([mail.subject]);
  await later.stop();
  await relay.stop();
  await rm(dataDir, { recursive: true, force: true });
});
