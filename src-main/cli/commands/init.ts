import type { Command } from 'commander';
import { fail, ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import type { CommandResult } from '../outcome.ts';
import { partyFromOptions, withPartyOptions, type PartyOptions } from '../party-options.ts';
import { rememberRelay } from '../remember-relay.ts';

interface InitOptions extends PartyOptions {
  readonly name: string;
  readonly wallet: string;
  readonly currency?: string;
  readonly deviceName?: string;
  readonly passphraseFromEnv?: boolean;
}

/** `quittance init`: begins a workspace and shows its recovery phrase, once. */
export function defineInit(program: Command, runtime: CliRuntime): void {
  const command = program
    .command('init')
    .description('begin a workspace; prints its 24-word recovery phrase')
    .requiredOption('--name <name>', 'your name or firm, as invoices show it')
    .requiredOption('--wallet <address>', 'the address to be paid to, or "practice"')
    .option('--currency <code>', 'the currency that new invoices begin with')
    .option('--device-name <name>', 'what your other devices call this one')
    .option('--passphrase-from-env', 'protect the secret by QUITTANCE_PASSPHRASE, not by this device’s key');
  withPartyOptions(command).action((_, command: Command) =>
    runtime.run(
      command,
      (context) => init(context, command.optsWithGlobals<InitOptions & { relay?: string }>()),
      'anything',
    ),
  );
}

async function init(context: CliContext, options: InitOptions & { relay?: string }): Promise<CommandResult> {
  const { client, folders } = context.session;
  if (options.passphraseFromEnv && !context.io.env['QUITTANCE_PASSPHRASE'])
    return fail('cli.usage', '--passphrase-from-env needs QUITTANCE_PASSPHRASE to be set.');
  const created = await client.call('workspace.create', {
    seller: partyFromOptions(options),
    wallet: options.wallet,
    deviceName: options.deviceName ?? context.io.hostName.slice(0, 100),
  });
  if (!created.ok) return created;
  const { phrase } = created.value;
  const facts = { phrase, dataDir: folders.dataDir };
  if (options.currency !== undefined) {
    const set = await client.call('settings.update', { currency: options.currency });
    if (!set.ok) return { ...set, facts };
  }
  const remembered = await rememberRelay(client, options.relay);
  if (!remembered.ok) return { ...remembered, facts };
  return ok({
    json: facts,
    text: context.json ? '' : numbered(phrase),
    warning: `Write these 24 words down on paper, in this order. Whoever has them has this workspace; without them, a lost
computer is a lost workspace. They are not shown again unless you ask ("quittance phrase show").`,
  });
}

/** Four words a line, each with its place. */
function numbered(phrase: string): string {
  const words = phrase.split(' ').map((word, at) => `${String(at + 1).padStart(2)} ${word.padEnd(10)}`);
  const rows: string[] = [];
  for (let at = 0; at < words.length; at += 4)
    rows.push(
      words
        .slice(at, at + 4)
        .join('  ')
        .trimEnd(),
    );
  return rows.join('\n');
}
