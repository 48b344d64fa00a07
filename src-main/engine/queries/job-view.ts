import type { JobView } from '../../../shared/app-api/job-view.ts';
import type { Problem } from '../../../shared/result.ts';
import type { JobDocument } from '../database/documents.ts';

/** A job as shown. While the relay is out of reach, what is queued waits, calmly: that is said here, not stored. */
export function jobView(job: JobDocument, isOnline: boolean): JobView {
  return {
    id: job.id,
    invoiceId: job.invoiceId,
    kind: job.kind,
    status: job.status === 'queued' && !isOnline ? 'waiting' : job.status,
    attempts: job.attempts,
    nextAttemptAt: job.nextAttemptAt || null,
    problem: job.problem && wireProblem(job.problem),
    createdAt: job.createdAt,
    to: job.to || null,
    messageId: job.messageId || null,
  };
}

/** A problem in the form of the wire, whose arrays are not read-only. */
export function wireProblem({ code, message, retryable, path }: Problem) {
  return { code, message, retryable, ...(path ? { path: [...path] } : {}) };
}
