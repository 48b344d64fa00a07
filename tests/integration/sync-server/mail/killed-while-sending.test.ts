import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, onTestFinished, test } from 'vitest';
import { practiceTokens } from '../../../../practice/chain/practice-tokens.ts';
import { practiceRelaySettings } from '../../../../practice/relay/practice-relay-config.ts';
import { unwrap } from '../../../../shared/result.ts';
import { createAccount, signIn } from '../../../helpers/relay-device.ts';
import { waitForEvents } from '../../../helpers/relay-events.ts';
import { startRelayProcess } from '../../../helpers/relay-process.ts';
import { startScriptedSmtp } from '../../../helpers/scripted-smtp.ts';
import { mailBody, publishOn } from './mail-scene.ts';

test('SIGKILL while the mail server holds the message: after the restart it is accepted once, as the same message', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quittance-mail-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const smtp = await startScriptedSmtp(['no-answer', 'accept', 'accept']);
  onTestFinished(() => smtp.stop());
  const settings = practiceRelaySettings({ dataDir: folder, rpcUrl: 'http://127.0.0.1:9', smtpPort: smtp.port });
  const account = createAccount();
  const first = await startRelayProcess(settings);
  const device = await signIn(first.origin, account);
  const linkId = await publishOn(device, 31337, practiceTokens[0]!.address);
  const unanswered = smtp.nextUnanswered();
  const job = unwrap(await device.client.call('createMail', { body: mailBody(linkId) }));
  const begun = await simpleParser(await unanswered);
  await first.kill();
  expect(smtp.accepted).toEqual([]);

  const second = await startRelayProcess(settings);
  const again = await signIn(second.origin, account);
  const events = await waitForEvents(second.origin, again, (all) =>
    all.some((event) => event.type === 'mail' && event.mail.status === 'sent'),
  );
  expect(events.at(-1)).toMatchObject({ mail: { messageId: job.messageId, attempts: 2, lastError: null } });
  expect(smtp.attempts()).toBe(2);
  const accepted = await Promise.all(smtp.accepted.map((raw) => simpleParser(raw)));
  expect(accepted.map((mail) => mail.messageId)).toEqual([job.messageId]);
  expect(begun.messageId).toBe(job.messageId);
  // Killed once more, after it was sent: nothing is left to send.
  await second.kill();
  const third = await startRelayProcess(settings);
  const state = await (await signIn(third.origin, account)).client.call('getMail', { params: { id: 'mail-0001' } });
  expect(unwrap(state)).toMatchObject({ status: 'sent', attempts: 2 });
  expect(smtp.attempts()).toBe(2);
});
