import type { CaughtMail } from '../../practice/mail/mail-catcher.ts';

/** Picks the mail to one address: a worker's tests share a mailbox, and every workspace begins with the same number. */
export function mailTo(address: string): (mail: CaughtMail) => boolean {
  return (mail) => mail.envelope.to.some((recipient) => recipient.address === address);
}
