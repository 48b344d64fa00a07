/** Everything the command line touches outside itself, so that tests and the real process share one program. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly hostName: string;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly fetch: typeof globalThis.fetch;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly writeOut: (text: string | Uint8Array) => void;
  readonly writeError: (text: string) => void;
  /** Aborted when the user asks to stop (Ctrl-C, SIGTERM). */
  readonly stop: AbortSignal;
}
