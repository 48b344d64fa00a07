import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { practiceRelaySettings } from '../../../practice/relay/practice-relay-config.ts';
import { unwrap } from '../../../shared/result.ts';
import { loadRelayConfig } from '../../../sync-server/config.ts';
import { startRelay } from '../../../sync-server/relay.ts';
import { createAccount, publicClient, signIn, trySignIn } from '../../helpers/relay-device.ts';
import { relayEngines, startEngine } from '../../helpers/relay-engines.ts';
import { waitForEvents } from '../../helpers/relay-events.ts';
import { startScriptedSmtp } from '../../helpers/scripted-smtp.ts';
import { hasAnvil, startPracticeWorld } from './chain/practice-world.ts';
import { payments, publish, until } from './ledger/ledger-scene.ts';
import { mailBody } from './mail/mail-scene.ts';

const secret = (): string => randomBytes(12).toString('hex');

test.runIf(hasAnvil).each(relayEngines)(
  'a whole run at the most talkative log level writes nothing secret, on %s',
  async (engine) => {
    const maker = await startEngine(engine);
    onTestFinished(() => maker.stop());
    const world = await startPracticeWorld();
    const recipient = `client-${secret()}@example.com`;
    const smtp = await startScriptedSmtp([{ code: 550, message: `no mailbox ${recipient}` }, 'hang-up', 'accept']);
    onTestFinished(() => smtp.stop());
    const hidden = {
      rpcPath: secret(),
      rpcKey: secret(),
      smtpPassword: secret(),
      metrics: secret(),
      invite: secret(),
      wrongInvite: secret(),
      subject: secret(),
      text: secret(),
      pdf: secret(),
      name: secret(),
      linkKey: secret(),
      garbage: secret(),
    };
    const settings = practiceRelaySettings({
      dataDir: '/nonexistent',
      rpcUrl: `http://127.0.0.1:9/${hidden.rpcPath}?key=${hidden.rpcKey},${world.chain.rpcUrl}`,
      smtpPort: smtp.port,
      logLevel: 'debug',
      settings: {
        SMTP_URL: `smtp://127.0.0.1:${smtp.port}?ignoreTLS=true&pass=${hidden.smtpPassword}`,
        METRICS_TOKEN: hidden.metrics,
        REGISTRATION: 'invite',
        INVITES: hidden.invite,
      },
    });
    let log = '';
    const relay = await startRelay(
      { ...unwrap(loadRelayConfig(settings)), database: await maker.create() },
      { page: false, mail: { firstWaitMilliseconds: 20 }, logDestination: { write: (line) => void (log += line) } },
    );
    onTestFinished(() => relay.stop());
    expect((await trySignIn(relay.origin, createAccount(), { invite: hidden.wrongInvite })).ok).toBe(false);
    const account = createAccount();
    const device = await signIn(relay.origin, account, { invite: hidden.invite });
    const scene = {
      world,
      account,
      relay,
      device,
      database: { engine: 'sqlite', folder: '' },
      to: world.chain.accounts.others[0]!.address,
    } as const;
    const id = await publish(scene, { tagged: '1000123' });
    const mail = { to: recipient, subject: hidden.subject, text: hidden.text, fromName: hidden.name };
    const attachments = [
      {
        filename: `${hidden.pdf}.pdf`,
        contentType: 'application/pdf',
        content: Buffer.from(hidden.pdf).toString('base64url'),
      },
    ];
    unwrap(await device.client.call('createMail', { body: mailBody(id, { ...mail, attachments }) }));
    const mailIs = (status: string) =>
      waitForEvents(relay.origin, device, (all) =>
        all.some((event) => event.type === 'mail' && event.mail.status === status),
      );
    await mailIs('failed');
    unwrap(await device.client.call('retryMail', { params: { id: 'mail-0001' } }));
    await mailIs('sent');
    await world.pay(1_000_123n);
    await world.mine(4);
    const events = await until(scene, (all) => all.some((payment) => payment.state === 'confirmed'));
    expect(payments(events).length).toBeGreaterThan(1);
    // What goes wrong is logged the most.
    const bad = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
    };
    await fetch(`${relay.origin}/v1/mail`, { ...bad, body: `{"text":"${hidden.garbage}` });
    await fetch(`${relay.origin}/v1/mail`, { ...bad, body: JSON.stringify({ text: hidden.garbage }) });
    await fetch(`${relay.origin}/i/${id}#${hidden.linkKey}`);
    await fetch(`${relay.origin}/metrics`, { headers: { authorization: `Bearer ${hidden.metrics}` } });
    await publicClient(relay.origin).call('getLink', { params: { id } });
    await relay.stop();

    expect(log).toContain('the relay serves');
    expect(log).toContain('mail attempt');
    expect(log).toContain('http://127.0.0.1:9');
    const pdfText = Buffer.from(hidden.pdf).toString('base64url');
    const found = Object.entries({
      ...hidden,
      recipient,
      pdfText,
      token: device.token,
      accountSecret: Buffer.from(account.secretKey).toString('hex'),
    })
      .filter(([, value]) => log.includes(value))
      .map(([name]) => name);
    expect(found).toEqual([]);
    expect(log).not.toMatch(/deprecat|FSTDEP/i);
  },
);
