import type { Problem } from '../../shared/result.ts';

/** What the command's exit code tells a script; `docs/cli.md` documents the same list. */
export const exitCodes = {
  ok: 0,
  /** Refused, or input that is not right. */
  refused: 1,
  /** The command line itself is not right. */
  usage: 2,
  notFound: 3,
  /** The data folder cannot be used: in use, from a newer version, unreadable, full. */
  dataFolder: 4,
  /** The relay is needed for this and was not reached. */
  offline: 5,
  /** Waited as long as asked, in vain. */
  timeout: 6,
  /** No workspace here yet, or it is locked. */
  noWorkspace: 7,
  /** A bug in Quittance. */
  bug: 70,
  /** Stopped by the user before it was done (128 + SIGINT). */
  interrupted: 130,
} as const;

/** An exit code of the command. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byCode: readonly (readonly [pattern: RegExp, code: ExitCode])[] = [
  [/^(engine\.(bug|gone|silent)|app\.unknown-call)$/, exitCodes.bug],
  [/^cli\.usage$/, exitCodes.usage],
  [/^cli\.interrupted$/, exitCodes.interrupted],
  [/^cli\.timeout$/, exitCodes.timeout],
  [/^(invoice|contact|job|file|setting|credit-note|adjustment|transfer)\.unknown$/, exitCodes.notFound],
  [/^((data|storage)\.|secret\.cannot-write$)/, exitCodes.dataFolder],
  [/^(relay\.(unreachable|none)|workspace\.no-series)$/, exitCodes.offline],
  [/^(workspace\.(absent|locked|secret-missing)|secret\.)/, exitCodes.noWorkspace],
];

/** The exit code that stands for a problem. */
export function exitCodeOf(problem: Problem): ExitCode {
  return byCode.find(([pattern]) => pattern.test(problem.code))?.[1] ?? exitCodes.refused;
}
