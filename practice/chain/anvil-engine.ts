import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { NodeEngine, NodeEngineOptions } from './node-engine.ts';
import { practiceAccountCount, practiceMnemonic } from './practice-accounts.ts';
import { createPracticeClient } from './practice-chain.ts';
import { practiceChainId } from '../../shared/money/chain.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Where anvil is on this machine: in the npm package of the platform; undefined where there is none. */
export function findAnvil(): string | undefined {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`@foundry-rs/anvil-${platform}-${architecture}/package.json`);
    const binary = path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts anvil on loopback. Its own `--state` writes in place, which a crash can cut in two, so the state is fetched
 * with `anvil_dumpState` (gzipped JSON with blocks, transactions and accounts) and written by us.
 * @throws Error when anvil is not installed here, or ends before it listens (its last lines are in the message).
 */
export async function startAnvil({ port, stateFile, mineAtOnce }: NodeEngineOptions): Promise<NodeEngine> {
  const binary = findAnvil();
  if (binary === undefined) throw new Error('There is no anvil package for this platform; use Hardhat.');
  const child = spawn(
    binary,
    [
      '--host=127.0.0.1',
      `--port=${port}`,
      `--chain-id=${practiceChainId}`,
      `--mnemonic=${practiceMnemonic}`,
      `--accounts=${practiceAccountCount}`,
      // The safe block so follows 4 blocks behind the head and the finalized one 8.
      '--slots-in-an-epoch=4',
      ...(mineAtOnce ? [] : ['--no-mining']),
      ...(stateFile !== undefined && existsSync(stateFile) ? ['--load-state', stateFile] : []),
    ],
    // A group of its own: Ctrl-C in a terminal must not end it before its state is saved.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const rpcUrl = await waitUntilListening(child);
  return {
    rpcUrl,
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    ended,
    save: async () => {
      if (stateFile === undefined) return;
      const dump = await createPracticeClient(rpcUrl).dumpState();
      await writeFileAtomically(stateFile, await promisify(gunzip)(Buffer.from(dump.slice(2), 'hex')));
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function waitUntilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lastLines: string[] = [];
    const readLine = (line: string): void => {
      const [, address] = /^Listening on (\S+:\d+)/.exec(line) ?? [];
      if (address !== undefined) resolve(`http://${address}`);
      lastLines.push(line);
      if (lastLines.length > 10) lastLines.shift();
    };
    // The pipes are read to the end of the process, or it would block on a full one.
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', readLine);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`anvil ended with code ${code}: ${lastLines.join(' | ')}`)));
  });
}
