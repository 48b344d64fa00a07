import type { Command } from 'commander';
import { fail, type Problem } from '../../shared/result.ts';
import type { CliIo } from './cli-io.ts';
import { resolveDataFolders } from '../data-folders.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { logFile, openSession, type CliSession, type GlobalOptions } from './open-session.ts';
import { createFileLog } from '../file-log.ts';
import type { CommandResult, Outcome } from './outcome.ts';
import { plainText } from './render/plain-text.ts';

/** What a command's action works with. */
export interface CliContext {
  readonly session: CliSession;
  readonly io: CliIo;
  readonly json: boolean;
}

/** How JSON is printed: for reading, or one document a line. */
type JsonShape = 'document' | 'lines';

/** Runs commands' actions: opens the engine, prints the outcome, sets the exit code and always closes the engine. */
export interface CliRuntime {
  exitCode: ExitCode;
  readonly io: CliIo;
  run(
    command: Command,
    work: (context: CliContext) => Promise<CommandResult>,
    expects?: 'workspace' | 'anything',
    /** `lines` for a command that prints a document a line. */
    shape?: JsonShape,
  ): Promise<void>;
}

/** Makes the runtime of one invocation. */
export function createCliRuntime(io: CliIo): CliRuntime {
  const runtime: CliRuntime = {
    exitCode: exitCodes.ok,
    io,
    async run(command, work, expects = 'workspace', shape = 'document') {
      const options = command.optsWithGlobals<GlobalOptions>();
      const json = options.json === true;
      try {
        const result = await runInSession(options, io, json, work, expects);
        runtime.exitCode = result.ok
          ? printOutcome(result.value, json, io, shape)
          : printProblem(result, json, io, shape);
      } catch (error) {
        runtime.exitCode = printProblem({ problem: reportBug(error, options, io) }, json, io, shape);
      }
    },
  };
  return runtime;
}

async function runInSession(
  options: GlobalOptions,
  io: CliIo,
  json: boolean,
  work: (context: CliContext) => Promise<CommandResult>,
  expects: 'workspace' | 'anything',
): Promise<CommandResult> {
  const opened = await openSession(options, io, expects);
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    const result = await work({ session, io, json });
    if (!result.ok && result.problem.code === 'engine.bug') return withLog(result, options, io);
    return result;
  } finally {
    await session.close();
  }
}

function withLog(result: CommandResult & { ok: false }, options: GlobalOptions, io: CliIo): CommandResult {
  const { problem } = result;
  const where = logFile(resolveDataFolders(io, options.data));
  return { ...result, problem: { ...problem, message: `${problem.message} It is in ${where}` } };
}

/** A thrown error is a bug: its stack goes into the log, one line to the person. */
function reportBug(error: unknown, options: GlobalOptions, io: CliIo): Problem {
  const file = logFile(resolveDataFolders(io, options.data));
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  createFileLog(file, io.now).error('a bug', { where: 'cli', error: stack });
  return fail('engine.bug', `Something went wrong inside Quittance. Nothing already saved is lost. The log is ${file}`)
    .problem;
}

function printOutcome(outcome: Outcome, json: boolean, io: CliIo, shape: JsonShape): ExitCode {
  if (outcome.warning !== undefined) io.writeError(`${plainText(outcome.warning)}\n`);
  if (json) io.writeOut(`${toJson(outcome.json, shape)}\n`);
  else if (outcome.text !== '') io.writeOut(`${plainText(outcome.text)}\n`);
  return outcome.exitCode ?? exitCodes.ok;
}

/** Prints a problem where the format wants it, and gives its exit code. */
export function printProblem(
  failed: { readonly problem: Problem; readonly facts?: Readonly<Record<string, unknown>> },
  json: boolean,
  io: Pick<CliIo, 'writeOut' | 'writeError'>,
  shape: JsonShape = 'document',
): ExitCode {
  const { problem, facts } = failed;
  if (json) io.writeOut(`${toJson({ problem, ...facts }, shape)}\n`);
  else {
    const where = problem.path && problem.path.length > 0 ? ` at ${problem.path.join('.')}` : '';
    io.writeError(`${plainText(`quittance: ${problem.message} (${problem.code}${where})`)}\n`);
  }
  return exitCodeOf(problem);
}

function toJson(value: unknown, shape: JsonShape): string {
  return shape === 'lines' ? JSON.stringify(value) : JSON.stringify(value, null, 2);
}
