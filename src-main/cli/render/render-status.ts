import type { QueryOutput } from '../../../shared/app-api/app-api.ts';

/** The workspace, its relay, its queue and its chains, in a few lines. */
export function renderStatus(
  workspace: QueryOutput<'workspace'>,
  counts: QueryOutput<'invoiceCounts'>,
  dataDir: string,
): string {
  const { relay } = workspace;
  const rows = [
    ['Workspace', `${workspace.name || 'unnamed'}${workspace.practice ? ' (practice money)' : ''}`],
    ['Device', `${workspace.deviceName}${workspace.deviceSeries ? `, series ${workspace.deviceSeries}` : ''}`],
    ['Relay', relay.origin ? `${relay.origin}, ${relay.status}` : 'none set'],
    ['Queue', queueWords(workspace)],
    [
      'Invoices',
      `${counts.all} in all: ${counts.draft} draft, ${counts.open} open, ${counts.overdue} overdue, ${counts.paid} paid, ${counts.void} void`,
    ],
  ];
  const parts = [`${table(rows)}\nData       ${dataDir}`];
  if (workspace.chains.length > 0)
    parts.push(`Chains\n${workspace.chains.map((chain) => `  ${chainLine(chain)}`).join('\n')}`);
  return parts.join('\n\n');
}

function table(rows: readonly string[][]): string {
  return rows.map(([name = '', text = '']) => `${name.padEnd(11)}${text}`).join('\n');
}

function queueWords({ queued, failedJobs, quarantined, refused }: QueryOutput<'workspace'>): string {
  const parts = [queued === 0 ? 'nothing waits' : `${queued} waiting; will go by itself`];
  if (failedJobs > 0) parts.push(`${failedJobs} failed`);
  if (quarantined > 0) parts.push(`${quarantined} that could not be opened`);
  if (refused > 0) parts.push(`${refused} not taken by the relay, on this device alone`);
  return parts.join(', ');
}

function chainLine(chain: QueryOutput<'workspace'>['chains'][number]): string {
  const through = chain.checkedThrough === null ? 'not checked yet' : `checked through block ${chain.checkedThrough}`;
  return `${chain.chainId}: ${through}, ${chain.status}${chain.trouble ? ` (${chain.trouble})` : ''}`;
}
