import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MailDev } from 'maildev';

/** Where the mailbox is kept and on which loopback ports it is reached. */
export interface MailCatcherOptions {
  /** Folder of the mails, each as received (`.eml`); made when absent, and read again at the next start. */
  readonly folder: string;
  readonly smtpPort: number;
  readonly webPort: number;
}

/** A mail as it was received. */
export interface CaughtMail {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly string[];
  /** Without its angle brackets. */
  readonly messageId: string;
  /** The very bytes that came in over SMTP. */
  readonly eml: Buffer;
}

/** A mail server that takes every mail and passes none on, with an inbox to read them in. */
export interface MailCatcher {
  readonly smtpPort: number;
  readonly webUrl: string;
  /** Every mail so far, oldest first. */
  mails(): Promise<CaughtMail[]>;
  stop(): Promise<void>;
}

/** Starts MailDev (SMTP and web inbox) on loopback. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const server = new MailDev({
    smtp: options.smtpPort,
    ip: '127.0.0.1',
    web: options.webPort,
    webIp: '127.0.0.1',
    mailDirectory: options.folder,
    silent: true,
  });
  const { storage } = await server.start();
  return {
    smtpPort: options.smtpPort,
    webUrl: `http://127.0.0.1:${options.webPort}/`,
    async mails() {
      const all = await storage.getAll();
      return Promise.all(all.map((mail) => readCaught(options.folder, mail.id, mail.subject, mail.envelope.to)));
    },
    stop: () => server.stop(),
  };
}

async function readCaught(
  folder: string,
  id: string,
  subject: string,
  to: readonly { readonly address: string }[],
): Promise<CaughtMail> {
  const eml = await readFile(join(folder, `${id}.eml`));
  const messageId = /^message-id:\s*<([^>]+)>/im.exec(eml.toString('latin1'))?.[1] ?? '';
  return { id, subject, to: to.map((recipient) => recipient.address), messageId, eml };
}
