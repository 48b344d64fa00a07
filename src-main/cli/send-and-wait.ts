import { Option, type Command } from 'commander';
import type { JobView } from '../../shared/app-api/job-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import type { AppClient } from '../../shared/app-api/app-client.ts';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';
import type { CliContext } from './cli-runtime.ts';
import { exitCodes } from './exit-codes.ts';
import type { CommandResult } from './outcome.ts';
import { parseSeconds } from './parse-number-options.ts';
import { readOnce } from './read-once.ts';
import { relayStanding } from './relay-standing.ts';

const modes = ['pdf', 'link', 'publish-only'] as const;

/** How an invoice is sent, and how long to wait for it, in seconds. */
export interface SendOptions {
  readonly to?: string;
  readonly mode?: (typeof modes)[number];
  readonly wait: number;
}

/** Adds the options of sending. */
export function withSendOptions(command: Command): Command {
  const what = 'email with the PDF, with the link alone, or no email (default: as in settings)';
  return command
    .addOption(new Option('--mode <mode>', what).choices(modes))
    .option('--wait <seconds>', 'how long to wait until it is out', parseSeconds, 30);
}

/** How the wait for some jobs ended. `queued`: the relay is not reached now; they go by themselves later. */
type Delivery =
  | { readonly outcome: 'sent' | 'queued' | 'interrupted'; readonly jobs: readonly JobView[] }
  | { readonly outcome: 'failed'; readonly jobs: readonly JobView[]; readonly problem: Problem };

/**
 * Sends an issued invoice and waits until its jobs are done, one of them has failed, the relay is
 * offline, or time is up.
 *
 * Being offline is no failure: the outcome says "queued". A job that failed for good is this command's problem.
 */
export async function sendAndWait(
  context: CliContext,
  invoice: { readonly id: string; readonly number: string },
  options: SendOptions,
): Promise<CommandResult> {
  const { client } = context.session;
  const mode = await chooseMode(client, options);
  if (!mode.ok) return mode;
  const queued = await client.call('invoice.send', { id: invoice.id, mode: mode.value, to: options.to ?? null });
  if (!queued.ok) return queued;
  const { link, jobIds } = queued.value;
  return waitUntilOut(context, jobIds, {
    name: invoice.number,
    facts: { ...invoice, link },
    after: link,
    wait: options.wait,
  });
}

/** What is on its way: how it is called, what is told of it with `--json`, and what is printed under the outcome. */
interface Sending {
  readonly name: string;
  readonly facts: object;
  readonly after?: string;
  /** Seconds. */
  readonly wait: number;
}

/** Waits for jobs as {@link sendAndWait} does, and tells how it ended. */
export async function waitUntilOut(
  { session, io }: CliContext,
  jobIds: readonly string[],
  { name, facts: known, after, wait }: Sending,
): Promise<CommandResult> {
  const delivery = await waitForJobs(session.client, jobIds, wait * 1000, io.stop);
  const facts = { ...known, delivery: delivery.outcome, jobs: delivery.jobs };
  if (delivery.outcome === 'failed') return { ok: false, problem: delivery.problem, facts };
  return ok({
    json: facts,
    text: [sentence(delivery, name), ...(after === undefined ? [] : [after])].join('\n'),
    ...(delivery.outcome === 'interrupted' ? { exitCode: exitCodes.interrupted } : {}),
  });
}

async function chooseMode(client: AppClient, options: SendOptions): Promise<Result<(typeof modes)[number]>> {
  if (options.mode) return ok(options.mode);
  const settings = await readOnce(client, 'settings', {});
  return settings.ok ? ok(settings.value.emailMode) : settings;
}

function sentence({ outcome, jobs }: Delivery, number: string): string {
  const to = jobs.find((job) => job.to !== null)?.to;
  if (outcome === 'sent') return to ? `Sent ${number} to ${to}.` : `Published ${number}.`;
  const queued = `${number.charAt(0).toUpperCase()}${number.slice(1)} is queued`;
  const trouble = jobs.find((job) => job.status !== 'done' && job.problem !== null)?.problem;
  if (trouble) return `${queued} and will be tried again by itself. ${trouble.message}`;
  return `${queued}; it will go by itself when the relay is reached.`;
}

function waitForJobs(
  client: AppClient,
  jobIds: readonly string[],
  milliseconds: number,
  stop: AbortSignal,
): Promise<Delivery> {
  return new Promise((resolve) => {
    let jobs: readonly JobView[] = [];
    let workspace: WorkspaceView | null = null;
    const stops: (() => void)[] = [];
    const finish = (delivery: Delivery): void => {
      for (const end of stops.splice(0)) end();
      resolve(delivery);
    };
    const look = (): void => {
      const failed = jobs.find((job) => job.status === 'failed');
      const isDone = jobs.length === jobIds.length && jobs.every((job) => job.status === 'done');
      const standing = workspace ? relayStanding(workspace) : 'pending';
      if (isDone) finish({ outcome: 'sent', jobs });
      else if (failed) finish({ outcome: 'failed', jobs, problem: failureOf(failed) });
      else if (standing === 'refused') finish({ outcome: 'failed', jobs, problem: refusal(workspace) });
      else if (standing === 'offline' || standing === 'none') finish({ outcome: 'queued', jobs });
    };
    const timer = setTimeout(() => finish({ outcome: 'queued', jobs }), milliseconds);
    const interrupted = (): void => finish({ outcome: 'interrupted', jobs });
    const unreadable = (problem: Problem): void => finish({ outcome: 'failed', jobs, problem });
    stop.addEventListener('abort', interrupted);
    stops.push(
      () => clearTimeout(timer),
      () => stop.removeEventListener('abort', interrupted),
      client.watch(
        'jobs',
        {},
        (all) => {
          jobs = all.filter((job) => jobIds.includes(job.id));
          look();
        },
        unreadable,
      ),
      client.watch(
        'workspace',
        {},
        (value) => {
          workspace = value;
          look();
        },
        unreadable,
      ),
    );
    if (stop.aborted) interrupted();
  });
}

function failureOf(job: JobView): Problem {
  if (job.problem) {
    const { path, ...rest } = job.problem;
    return path ? { ...rest, path } : rest;
  }
  return fail('job.failed', `The ${job.kind} job failed.`).problem;
}

function refusal(workspace: WorkspaceView | null): Problem {
  const detail = workspace?.relay.detail ?? '';
  return fail('relay.refused', `The relay does not take this workspace: ${detail} What was queued waits.`).problem;
}
