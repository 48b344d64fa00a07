import type { Command } from 'commander';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import type { CommandResult } from '../outcome.ts';
import { parseSeconds } from '../parse-number-options.ts';
import { readOnce, waitFor } from '../read-once.ts';
import { relayStanding } from '../relay-standing.ts';
import { renderStatus } from '../render/render-status.ts';

/** `quittance status`: the workspace, the relay, the queue and the chains. */
export function defineStatus(program: Command, runtime: CliRuntime): void {
  program
    .command('status')
    .description('show the workspace, the relay, the queue and the chains')
    .option('--wait <seconds>', 'how long to wait for the relay to answer', parseSeconds, 3)
    .action((options: { wait: number }, command: Command) =>
      runtime.run(command, (context) => showStatus(context, options.wait)),
    );
}

async function showStatus({ session, io }: CliContext, wait: number): Promise<CommandResult> {
  const { client, folders } = session;
  const heard = await waitFor(
    client,
    'workspace',
    {},
    {
      until: (workspace) => {
        const standing = relayStanding(workspace);
        return standing === 'online' ? workspace.chains.length > 0 : standing !== 'pending';
      },
      milliseconds: wait * 1000,
      stop: io.stop,
    },
  );
  if (!heard.ok) return heard;
  const workspace = heard.value.value ?? session.workspace;
  const [counts, jobs] = await Promise.all([readOnce(client, 'invoiceCounts', {}), readOnce(client, 'jobs', {})]);
  if (!counts.ok) return counts;
  if (!jobs.ok) return jobs;
  return ok({
    json: { dataDir: folders.dataDir, workspace, invoices: counts.value, jobs: jobs.value },
    text: renderStatus(workspace, counts.value, folders.dataDir),
  });
}
