import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';
import type { JobDocument } from '../database/documents.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { InvoicePapers } from '../invoices/invoice-papers.ts';

/** What a job needs to run. */
export interface JobTools {
  readonly db: EngineDatabase;
  readonly client: RelayClient;
  readonly papers: InvoicePapers;
  readonly now: () => Date;
}

/** What becomes of the job's document after success. */
export type JobChange = (job: JobDocument) => JobDocument;

/** The change that finishes a job. */
export function done(at: Date): JobChange {
  return (job) => ({
    ...job,
    status: 'done',
    attempts: job.attempts + 1,
    nextAttemptAt: '',
    lease: '',
    problem: null,
    updatedAt: at.toISOString(),
  });
}
