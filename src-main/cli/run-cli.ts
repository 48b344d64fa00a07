import { CommanderError } from 'commander';
import { fail } from '../../shared/result.ts';
import { buildProgram } from './build-program.ts';
import type { CliIo } from './cli-io.ts';
import { createCliRuntime, printProblem } from './cli-runtime.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/**
 * Runs one command line (`args` without the program's own name) and gives its exit code.
 *
 * With `--json`, mistakes in the command line itself are printed as a problem too, with code `cli.usage`.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const runtime = createCliRuntime(io);
  const json = args.includes('--json');
  const program = buildProgram(runtime, { isUsageShown: !json });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return runtime.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    if (!json) return exitCodes.usage;
    return printProblem(fail('cli.usage', error.message.replace(/^error: /, '')), true, io);
  }
}
