import { mkdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { MailDev, type Servers } from 'maildev';
import { freePort } from '../free-port.ts';

/** How to run the mail catcher. */
export interface MailCatcherOptions {
  /** Where received mail is kept between runs. */
  readonly dataDir: string;
  /** Ports on 127.0.0.1 to take when they are free; otherwise, and by default, any free ones. */
  readonly smtpPort?: number;
  readonly webPort?: number;
}

/** A received email, parsed: subject, addresses, text, HTML, headers, attachments. */
export type CaughtMail = Awaited<ReturnType<Servers['smtp']['getEmail']>>;

/** A running mail catcher. */
export interface MailCatcher {
  readonly smtpPort: number;
  /** The web inbox. */
  readonly webUrl: string;
  /** Everything received, oldest first. */
  list(): Promise<CaughtMail[]>;
  /** Waits for an email that fits, received before the call or after; rejects when the time is up. */
  waitForMail(fits: (mail: CaughtMail) => boolean, timeoutMilliseconds?: number): Promise<CaughtMail>;
  /** The message as it came over SMTP. */
  readRaw(id: string): Promise<Buffer>;
  stop(): Promise<void>;
}

/**
 * Starts a mail server on loopback that delivers nothing: it keeps every message in a folder and shows it in a
 * web inbox (maildev).
 * @throws Error when no port can be had or the folder cannot be written.
 */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  await mkdir(options.dataDir, { recursive: true });
  const maildev = new MailDev({
    smtp: await wantedPort(options.smtpPort),
    ip: '127.0.0.1',
    web: await wantedPort(options.webPort),
    webIp: '127.0.0.1',
    mailDirectory: options.dataDir,
    silent: true,
  });
  const { smtp, api } = await maildev.start();
  const list = async (): Promise<CaughtMail[]> =>
    (await smtp.getAllEmails()).toSorted((a, b) => a.time.getTime() - b.time.getTime());
  return {
    smtpPort: smtp.getPort(),
    webUrl: `http://127.0.0.1:${api?.getPort() ?? 0}`,
    list,
    waitForMail: (fits, timeoutMilliseconds = 20_000) => waitForMail(smtp, list, fits, timeoutMilliseconds),
    readRaw: async (id) => buffer(await smtp.getRawEmail(id)),
    stop: () => maildev.stop(),
  };
}

function waitForMail(
  smtp: Servers['smtp'],
  list: () => Promise<CaughtMail[]>,
  fits: (mail: CaughtMail) => boolean,
  timeoutMilliseconds: number,
): Promise<CaughtMail> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      smtp.off('new', look);
    };
    const look = (): void => {
      list().then((mails) => {
        const found = mails.find(fits);
        if (!found) return;
        finish();
        resolve(found);
      }, reject);
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`No such email came within ${timeoutMilliseconds} ms`));
    }, timeoutMilliseconds);
    smtp.on('new', look);
    look();
  });
}

/** The wanted port or another free one; 0, which the system makes a free one, where none is wanted. */
async function wantedPort(port: number | undefined): Promise<number> {
  return port === undefined ? 0 : freePort(port);
}
