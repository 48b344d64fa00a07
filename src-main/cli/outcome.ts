import type { Problem, Result } from '../../shared/result.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command has to show: one document for programs, the same in words for people. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** For people, on standard error, whatever the format: warnings. */
  readonly warning?: string;
  /** Other than 0, where what happened is neither success nor a problem. */
  readonly exitCode?: ExitCode;
}

/** A command's end. `facts` go beside the problem in JSON: what was done before it failed. */
export type CommandResult =
  | Result<Outcome>
  | { readonly ok: false; readonly problem: Problem; readonly facts: Readonly<Record<string, unknown>> };
