import { homedir, hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { shortReason } from '../../shared/short-reason.ts';
import type { CliIo } from './cli-io.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second one ends it at once; the data file survives that.
    if (stopping.signal.aborted) process.exit(exitCodes.interrupted);
    stopping.abort();
  });
}
// A reader that went away ("quittance invoice list | head") is no bug.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.bug),
);

const io: CliIo = {
  env: process.env,
  platform: process.platform,
  homeDir: homedir(),
  hostName: hostname(),
  cwd: process.cwd(),
  now: () => new Date(),
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  fetch: globalThis.fetch,
  stdin: process.stdin,
  writeOut: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  stop: stopping.signal,
};

process.exitCode = await runCli(process.argv.slice(2), io).catch((error: unknown) => {
  process.stderr.write(`quittance: something went wrong inside Quittance: ${shortReason(error)}\n`);
  return exitCodes.bug;
});
