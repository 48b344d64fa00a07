import { backoffWait } from '../../../shared/backoff-wait.ts';
import type { Problem } from '../../../shared/result.ts';
import type { JobDocument } from '../database/documents.ts';

/** Milliseconds before the second attempt, and the longest wait between two. */
const firstWait = 2_000;
const longestWait = 10 * 60_000;
/** Attempts after which a job that the relay keeps turning down is a person's affair: about an hour and a half. */
const mostAttempts = 15;

/** Problems of the way to the relay, not of the job: they mend by themselves and are never counted against it. */
const passing = /^(relay\.(unreachable|none)|session\.)/;

/**
 * What becomes of a job after a failed attempt: `waiting` with the next attempt's time where a retry can help, else
 * `failed` until a person retries it.
 */
export function settleFailure(job: JobDocument, problem: Problem, now: Date): JobDocument {
  const isPassing = passing.test(problem.code);
  const attempts = isPassing ? job.attempts : job.attempts + 1;
  const base = { ...job, attempts, problem, updatedAt: now.toISOString() };
  if (!isPassing && (!problem.retryable || attempts >= mostAttempts)) {
    return { ...base, status: 'failed', nextAttemptAt: '' };
  }
  const status = job.accepted ? 'running' : 'waiting';
  return { ...base, status, nextAttemptAt: retryAt(now, attempts) };
}

/** When a job is attempted again after so many attempts, as an ISO instant. */
export function retryAt(now: Date, attempts: number, random: () => number = Math.random): string {
  const wait = backoffWait(attempts, { first: firstWait, most: longestWait, random });
  return new Date(now.getTime() + wait).toISOString();
}

/** When the next job is due, Unix milliseconds; undefined when none is open. */
export function nextAttempt(open: readonly JobDocument[]): number | undefined {
  const times = open.map((job) => Date.parse(job.nextAttemptAt)).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.min(...times);
}
