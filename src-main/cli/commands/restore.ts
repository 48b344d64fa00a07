import type { Command } from 'commander';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import type { CommandResult } from '../outcome.ts';
import { parseSeconds } from '../parse-number-options.ts';
import { readStdin } from '../read-stdin.ts';
import { waitFor } from '../read-once.ts';
import { relayStanding } from '../relay-standing.ts';
import { rememberRelay } from '../remember-relay.ts';

interface RestoreOptions {
  readonly deviceName?: string;
  readonly wait: number;
  readonly relay?: string;
}

/** `quittance restore`: brings a workspace to this device from its recovery phrase, read from standard input. */
export function defineRestore(program: Command, runtime: CliRuntime): void {
  program
    .command('restore')
    .description('bring a workspace here from its recovery phrase (24 words on standard input)')
    .option('--device-name <name>', 'what your other devices call this one')
    .option('--wait <seconds>', 'how long to wait for its settings to come from the relay', parseSeconds, 30)
    .action((_, command: Command) =>
      runtime.run(command, (context) => restore(context, command.optsWithGlobals<RestoreOptions>()), 'anything'),
    );
}

async function restore(context: CliContext, options: RestoreOptions): Promise<CommandResult> {
  const { session, io } = context;
  const { client, folders } = session;
  const phrase = await readStdin(io);
  if (!phrase.ok) return phrase;
  const restored = await client.call('workspace.restore', {
    phrase: phrase.value.trim().slice(0, 1000),
    deviceName: options.deviceName ?? io.hostName.slice(0, 100),
  });
  if (!restored.ok) return restored;
  const remembered = await rememberRelay(client, options.relay);
  if (!remembered.ok) return remembered;
  const arrived = await waitFor(
    client,
    'workspace',
    {},
    {
      until: (workspace) => workspace.name !== '' || ['none', 'refused'].includes(relayStanding(workspace)),
      milliseconds: options.wait * 1000,
      stop: io.stop,
    },
  );
  if (!arrived.ok) return arrived;
  const name = arrived.value.value?.name ?? '';
  const status = arrived.value.value?.relay.status ?? 'none';
  return ok({
    json: { dataDir: folders.dataDir, name, relay: status },
    text: name
      ? `Restored ${name} into ${folders.dataDir}.`
      : `Restored into ${folders.dataDir}. Its documents will come by themselves when the relay is reached (now: ${status}).`,
  });
}
