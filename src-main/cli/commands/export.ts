import type { Command } from 'commander';
import type { CliRuntime } from '../cli-runtime.ts';
import { saveFile } from '../save-file.ts';

/** `quittance export`: everything in the workspace, as one file. */
export function defineExport(program: Command, runtime: CliRuntime): void {
  program
    .command('export')
    .description('write everything in the workspace into one file')
    .option('--out <file>', 'where to (default: a dated name in this folder; "-": standard output)')
    .action((options: { out?: string }, command: Command) =>
      runtime.run(command, async (context) => {
        const exported = await context.session.client.call('workspace.export', {});
        return exported.ok ? saveFile(exported.value, options.out, context) : exported;
      }),
    );
}
