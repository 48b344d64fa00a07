import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config.ts';
import type { MailRequest } from './create-mail.ts';

/** What came of handing a message to the mail server. */
export type Delivery =
  | { readonly outcome: 'accepted' }
  /** Worth another attempt: the server is away, busy, or said 4xx. */
  | { readonly outcome: 'deferred'; readonly error: string }
  /** Final: the server said 5xx to this message. */
  | { readonly outcome: 'refused'; readonly error: string };

/** Hands messages to the configured mail server. */
export interface MailSender {
  send(mail: MailRequest, messageId: string): Promise<Delivery>;
  close(): void;
}

/**
 * Creates the sender. Attachments are bytes only: nodemailer's access to files and addresses is off. Every wait is
 * bounded; a whole attempt is over well before its lease ends.
 */
export function createSmtpSender(config: MailConfig): MailSender {
  const transport = createTransport({
    url: config.url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    ...(config.dkim
      ? {
          dkim: {
            domainName: config.dkim.domain,
            keySelector: config.dkim.selector,
            privateKey: config.dkim.privateKey,
          },
        }
      : {}),
  });
  return {
    close: () => transport.close(),
    async send(mail, messageId) {
      try {
        await transport.sendMail({
          messageId,
          from: { name: mail.fromName, address: config.from },
          to: mail.to,
          ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          attachments: mail.attachments.map(({ filename, contentType, content }) => ({
            filename,
            contentType,
            content: Buffer.from(content, 'base64url'),
          })),
        });
        return { outcome: 'accepted' };
      } catch (error) {
        return classify(error);
      }
    },
  };
}

/**
 * RFC 5321, section 4.2.1: 4yz may work later, 5yz will not. Our own log-in failing is the
 * operator's to mend, not final.
 */
function classify(error: unknown): Delivery {
  const { code, responseCode, response } = readSmtpError(error);
  const said = response ? clean(response) : '';
  if (code === 'EAUTH')
    return { outcome: 'deferred', error: `The mail server refuses the relay's log-in. ${said}`.trim() };
  if (responseCode >= 500 && responseCode < 600) return { outcome: 'refused', error: said };
  if (said) return { outcome: 'deferred', error: said };
  if (code === 'EENVELOPE')
    return { outcome: 'refused', error: 'The address cannot be written in a form that mail servers take.' };
  return {
    outcome: 'deferred',
    error: `The mail server does not answer (${/^[A-Z_]{2,20}$/.test(code) ? code : 'unknown reason'}).`,
  };
}

function readSmtpError(error: unknown): { code: string; responseCode: number; response: string } {
  const fields = { ...(error instanceof Error ? error : {}) } as Record<string, unknown>;
  return {
    code: String(fields.code ?? ''),
    responseCode: Number(fields.responseCode ?? 0),
    response: typeof fields.response === 'string' ? fields.response : '',
  };
}

/** A server's words on one short line. */
function clean(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300);
}
