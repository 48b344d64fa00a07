import { z } from 'zod';
import { bytesSchema, clientIdSchema, linkIdSchema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

const headerText = z
  .string()
  .max(400)
  .regex(/^[^\r\n\0]*$/);

/**
 * Queues one email. `id` is the client's idempotency key: the same id again answers with the first job and sends
 * nothing new. Content is kept until the message is accepted by the mail server, then wiped. Attachments are bytes,
 * never file names or addresses to fetch.
 */
export const createMail = operation({
  method: 'POST',
  path: '/v1/mail',
  summary: 'Queue an email to a payer',
  auth: 'session',
  params: nothingSchema,
  query: nothingSchema,
  body: z.strictObject({
    id: clientIdSchema,
    linkId: linkIdSchema,
    to: headerText.min(3).max(320),
    replyTo: headerText.max(320).optional(),
    fromName: headerText,
    subject: headerText.min(1),
    html: z.string().max(500_000),
    text: z.string().max(200_000),
    attachments: z
      .array(
        z.strictObject({
          filename: z
            .string()
            .max(120)
            .regex(/^[^\r\n\0/\\]+$/),
          contentType: z.enum(['application/pdf']),
          content: bytesSchema.max(14_000_000),
        }),
      )
      .max(3),
  }),
  response: z.strictObject({ id: clientIdSchema, messageId: z.string(), status: z.enum(['queued', 'sent', 'failed']) }),
});

/** How a mail job stands. `failed` is final (a 5xx refusal or attempts used up) until somebody retries it. */
export const mailStateSchema = z.strictObject({
  id: clientIdSchema,
  linkId: linkIdSchema,
  status: z.enum(['queued', 'sent', 'failed']),
  messageId: z.string(),
  attempts: z.int().nonnegative(),
  nextAttemptAt: z.iso.datetime().nullable(),
  /** The mail server's last words, or ours, without secrets. */
  lastError: z.string().nullable(),
  sentAt: z.iso.datetime().nullable(),
});
/** How a mail job stands. */
export type MailState = z.infer<typeof mailStateSchema>;

/** Reads how a mail job of the caller's account stands. */
export const getMail = operation({
  method: 'GET',
  path: '/v1/mail/:id',
  summary: 'How a queued email stands',
  auth: 'session',
  params: z.strictObject({ id: clientIdSchema }),
  query: nothingSchema,
  body: nothingSchema,
  response: mailStateSchema,
});

/** Tries a failed job again with the same Message-ID; its content is still there, because only acceptance wipes it. */
export const retryMail = operation({
  method: 'POST',
  path: '/v1/mail/:id/retry',
  summary: 'Try a failed email again',
  auth: 'session',
  params: z.strictObject({ id: clientIdSchema }),
  query: nothingSchema,
  body: nothingSchema,
  response: mailStateSchema,
});
