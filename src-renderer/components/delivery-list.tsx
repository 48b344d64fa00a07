import { CircleAlert, CircleCheck, Clock, LoaderCircle, RotateCw } from 'lucide-react';
import { Link } from 'wouter';
import type { JobView } from '../../shared/app-api/job-view.ts';
import { useEngine } from '../engine/use-engine.ts';
import { formatInstant } from '../format/format-date.ts';
import { Button } from './button.tsx';
import { showProblem } from './toasts.tsx';

const kinds: Readonly<Record<JobView['kind'], string>> = {
  publish: 'Publish the payment page',
  email: 'Email',
  receipt: 'Receipt by email',
  correction: 'Correction of a receipt by email',
  'credit-note': 'Credit note by email',
  settle: 'Mark the payment page settled',
  assign: 'Tell the payment page of a payment',
  void: 'Mark the payment page void',
  reinstate: 'Open the payment page again',
};

interface DeliveryListProps {
  jobs: readonly JobView[];
  /** Adds a link to each job's invoice. */
  linked?: boolean;
  onFollow?: () => void;
}

/** The courier's jobs: what it is, how it stands, what went wrong, and a way to try again. */
export function DeliveryList({ jobs, linked, onFollow }: DeliveryListProps) {
  return (
    <ul className="delivery-list">
      {jobs.map((job) => (
        <Delivery key={job.id} job={job} linked={linked} onFollow={onFollow} />
      ))}
    </ul>
  );
}

interface DeliveryProps {
  job: JobView;
  linked: boolean | undefined;
  onFollow: (() => void) | undefined;
}

function Delivery({ job, linked, onFollow }: DeliveryProps) {
  const engine = useEngine();
  async function retry(): Promise<void> {
    const result = await engine.call('job.retry', { id: job.id });
    if (!result.ok) showProblem(result.problem);
  }
  const what = job.kind === 'email' && job.to ? `Email to ${job.to}` : kinds[job.kind];
  return (
    <li className="delivery" data-status={job.status}>
      <JobIcon status={job.status} />
      <div className="delivery-text">
        <span>{what}</span>
        <span className="muted">{describeJob(job)}</span>
        {job.problem ? (
          <span className="delivery-problem">
            {job.problem.message} <span className="problem-code">{job.problem.code}</span>
          </span>
        ) : null}
      </div>
      {linked ? (
        <Link href={`/invoices/${job.invoiceId}`} onClick={onFollow} className="button button-quiet button-small">
          Open invoice
        </Link>
      ) : null}
      {job.status === 'failed' || job.status === 'waiting' ? (
        <Button size="small" icon={<RotateCw size={14} aria-hidden="true" />} onClick={() => void retry()}>
          Retry
        </Button>
      ) : null}
    </li>
  );
}

function JobIcon({ status }: { status: JobView['status'] }) {
  if (status === 'failed') return <CircleAlert size={18} aria-hidden="true" />;
  if (status === 'done') return <CircleCheck size={18} aria-hidden="true" />;
  if (status === 'running') return <LoaderCircle size={18} aria-hidden="true" />;
  return <Clock size={18} aria-hidden="true" />;
}

/** A job's state as a sentence. */
export function describeJob(job: Pick<JobView, 'status' | 'attempts' | 'nextAttemptAt' | 'createdAt'>): string {
  const tries = job.attempts > 1 ? ` after ${job.attempts} attempts` : '';
  switch (job.status) {
    case 'done':
      return 'Done';
    case 'running':
      return 'Under way';
    case 'failed':
      return `Failed${tries}`;
    case 'queued':
      return `Queued since ${formatInstant(job.createdAt)}; goes by itself`;
    case 'waiting':
      return `Waiting${tries}; next try ${job.nextAttemptAt ? formatInstant(job.nextAttemptAt) : 'when the relay is back'}`;
  }
}
