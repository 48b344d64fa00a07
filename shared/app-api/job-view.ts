import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';

/** A job of the courier: something queued for the relay, and what became of it. */
export const jobViewSchema = z.object({
  id: z.string(),
  invoiceId: z.string(),
  kind: z.enum(['publish', 'email', 'receipt', 'correction', 'credit-note', 'void', 'settle', 'reinstate', 'assign']),
  status: z.enum(['queued', 'running', 'waiting', 'done', 'failed']),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.iso.datetime(),
  /** For an email: to whom, and the Message-ID once the relay gave one. */
  to: z.string().nullable(),
  messageId: z.string().nullable(),
});
/** A job of the courier, as a screen shows it. */
export type JobView = z.infer<typeof jobViewSchema>;
