import { Command } from 'commander';
import { defineContact } from './commands/contact.ts';
import { defineCreditNote } from './commands/credit-note.ts';
import { defineExport } from './commands/export.ts';
import { defineInbox } from './commands/inbox.ts';
import { defineInit } from './commands/init.ts';
import { defineInvoice } from './commands/invoice.ts';
import { definePdf } from './commands/pdf.ts';
import { definePhrase } from './commands/phrase.ts';
import { defineReceipt } from './commands/receipt.ts';
import { defineAdjustment } from './commands/remedies.ts';
import { defineRestore } from './commands/restore.ts';
import { defineSettings } from './commands/settings.ts';
import { defineStatus } from './commands/status.ts';
import { defineWatch } from './commands/watch.ts';
import type { CliRuntime } from './cli-runtime.ts';
import { readVersion } from './read-version.ts';

/** The whole command line. It throws `CommanderError` where commander would end the process. */
export function buildProgram(runtime: CliRuntime, options: { readonly isUsageShown: boolean }): Command {
  const { io } = runtime;
  const program = new Command('quittance')
    .description('Stablecoin invoicing that its owner owns, from a terminal: the same engine as the window.')
    .version(readVersion(), '-V, --version', 'show the version')
    .option('--data <dir>', 'the data folder (default: QUITTANCE_DATA, else this user’s own)')
    .option('--json', 'print one JSON document; problems as {"problem": …}')
    .option('--relay <url>', 'the relay, while settings name none (default: QUITTANCE_RELAY)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.writeOut(text),
      writeErr: (text) => (options.isUsageShown ? io.writeError(text) : undefined),
    })
    .showHelpAfterError('Run the command with --help for how it is used.')
    .exitOverride()
    .addHelpText('after', exitCodeHelp);
  defineInit(program, runtime);
  defineRestore(program, runtime);
  definePhrase(program, runtime);
  defineContact(program, runtime);
  defineInvoice(program, runtime);
  defineInbox(program, runtime);
  defineAdjustment(program, runtime);
  definePdf(program, runtime);
  defineReceipt(program, runtime);
  defineCreditNote(program, runtime);
  defineStatus(program, runtime);
  defineWatch(program, runtime);
  defineSettings(program, runtime);
  defineExport(program, runtime);
  return program;
}

const exitCodeHelp = `
Exit codes: 0 done, 1 refused or bad input, 2 usage, 3 not found, 4 data folder cannot be used,
5 relay needed, 6 waited in vain, 7 no workspace or locked, 70 a bug, 130 interrupted.
Every command is shown with an example in docs/cli.md.`;
