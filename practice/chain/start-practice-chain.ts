import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { findAnvil } from './anvil-engine.ts';
import { chainReadySchema, type ChainProcessOptions } from './chain-process.ts';
import { practiceAccounts } from './practice-accounts.ts';
import type { ChainEngine } from './practice-chain.ts';
import { practiceChainId } from '../../shared/money/chain.ts';
import { practiceTokens, type PracticeToken } from './practice-tokens.ts';

/** How to run the practice chain. */
export interface PracticeChainOptions {
  /** Where the chain is kept between runs; without it the chain is forgotten at the end. */
  readonly stateFile?: string;
  /** The port to listen on, on 127.0.0.1; another free one is taken when it is in use. Default 0: any free port. */
  readonly port?: number;
  /** Seconds between blocks, fractions allowed; 0 makes a block for every transaction at once. Default 2. */
  readonly blockTimeSeconds?: number;
  /** Default: anvil where its npm package exists for this platform, else Hardhat's node. */
  readonly engine?: ChainEngine;
  /** Receives what the node has to say when something is wrong, a line at a time. */
  readonly log?: (line: string) => void;
}

/** A running practice chain. */
export interface PracticeChain {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly engine: ChainEngine;
  readonly tokens: readonly PracticeToken[];
  /** `payer` holds 1,000,000 of each token and ETH for gas. */
  readonly accounts: typeof practiceAccounts;
  /** The process that keeps the chain. */
  readonly pid: number;
  /** Saves the state and ends the chain. Can be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a local EVM chain (id 31337) with practice USDC, USDT, DAI and EURC at constant addresses and a payer with
 * money. It runs in a process of its own that saves the state and ends when the caller ends, even by SIGKILL.
 * @throws Error when the node cannot start; the message holds what it said last.
 */
export async function startPracticeChain(options: PracticeChainOptions = {}): Promise<PracticeChain> {
  const engine = options.engine ?? (findAnvil() === undefined ? 'hardhat' : 'anvil');
  const child = spawnChainProcess({
    engine,
    port: options.port ?? 0,
    blockTimeSeconds: options.blockTimeSeconds ?? 2,
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const { rpcUrl, nodePid, pid } = await waitUntilReady(child, options.log);
  // Should the keeper be killed, the node must not outlive it.
  void ended.then(() => nodePid !== undefined && endProcess(nodePid));
  return {
    rpcUrl,
    chainId: practiceChainId,
    engine,
    tokens: practiceTokens,
    accounts: practiceAccounts,
    pid,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

type ChainChild = ChildProcessByStdio<Writable, Readable, Readable>;

function spawnChainProcess(options: ChainProcessOptions): ChainChild {
  const script = fileURLToPath(new URL('./chain-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // The write end breaks when the process is killed; that is told by its exit.
  child.stdin.on('error', () => undefined);
  return child;
}

function waitUntilReady(child: ChainChild, log: ((line: string) => void) | undefined) {
  return new Promise<{ rpcUrl: string; nodePid?: number | undefined; pid: number }>((resolve, reject) => {
    const complaints: string[] = [];
    createInterface(child.stderr).on('line', (line) => {
      log?.(line);
      if (complaints.length < 20) complaints.push(line);
    });
    createInterface(child.stdout).on('line', (line) => {
      // Hardhat also prints here; our line is the one in JSON.
      if (line.startsWith('{')) resolve({ ...chainReadySchema.parse(JSON.parse(line)), pid: child.pid ?? 0 });
      else log?.(line);
    });
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`The practice chain did not start (exit code ${code}): ${complaints.join(' ')}`)),
    );
  });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
