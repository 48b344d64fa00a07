import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CliIo } from '../../../../src-main/cli/cli-io.ts';
import { runCli } from '../../../../src-main/cli/run-cli.ts';

export const wallet = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const binary = fileURLToPath(new URL('../../../../bin/quittance.mjs', import.meta.url));

/** A folder of one test's own, and the environment that keeps the command line inside it. */
export interface Place {
  readonly folder: string;
  readonly dataDir: string;
  readonly env: Record<string, string>;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'world', 'app');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    QUITTANCE_DATA: dataDir,
    QUITTANCE_KEY_DIR: join(folder, 'keys'),
  };
  return { folder, dataDir, env };
}

/** What a run left behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
  readonly json: () => Record<string, unknown>;
}

/** Runs the real binary in a process of its own. */
export async function runBinary(
  place: Place,
  args: readonly string[],
  more: { readonly input?: string; readonly node?: string; readonly env?: Record<string, string> } = {},
): Promise<Run> {
  const child = startBinary(place, args, more);
  child.stdin?.end(more.input ?? '');
  return finished(child);
}

/** Starts the real binary; it is killed when the test ends. */
export function startBinary(
  place: Place,
  args: readonly string[],
  more: { readonly node?: string; readonly env?: Record<string, string> } = {},
): ChildProcess {
  const child = spawn(more.node ?? process.execPath, [binary, ...args], {
    cwd: place.folder,
    env: { ...place.env, ...more.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Collects what a process writes until it ends. */
export function finished(child: ChildProcess): Promise<Run> {
  let out = '';
  let error = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, error, json: () => JSON.parse(out) as Record<string, unknown> }));
  });
}

/** Runs the same program in this process, with the real engine: quick enough for many small cases. */
export async function runHere(
  place: Place,
  args: readonly string[],
  input = '',
  now: () => Date = () => new Date(),
): Promise<Run> {
  const out: Uint8Array[] = [];
  let error = '';
  const io: CliIo = {
    env: place.env,
    platform: process.platform,
    homeDir: place.folder,
    hostName: 'test-machine',
    cwd: place.folder,
    now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    fetch: globalThis.fetch,
    stdin: (async function* () {
      yield input;
    })(),
    writeOut: (text) => void out.push(Buffer.from(text)),
    writeError: (text) => void (error += text),
    stop: new AbortController().signal,
  };
  const code = await runCli(args, io);
  const text = Buffer.concat(out).toString('utf8');
  return { code, out: text, error, json: () => JSON.parse(text) as Record<string, unknown> };
}

/** The code of the problem that a run printed as JSON. */
export function problemCode(run: Run): unknown {
  const { problem } = run.json();
  return typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
}
