import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findAnvil } from '../../../practice/chain/anvil-engine.ts';
import { keepChild, killChild } from '../processes/keep-child.ts';

/** A node of a simulated chain. */
export interface SimulatedNode {
  readonly rpcUrl: string;
  stop(): Promise<void>;
}

/**
 * What a node is started with; `genesisTime` is Unix seconds, `epochSlots` half of what lies between head
 * and finalized block.
 */
export interface NodeOptions {
  readonly chainId: number;
  readonly epochSlots: number;
  readonly genesisTime: number;
}

/**
 * Starts anvil on loopback for one simulated chain: gas costs nothing and every sender is believed, so that each
 * payment can come from an address of its own; blocks are made only when asked for.
 * @throws Error when anvil is not installed here or does not start.
 */
export async function startNode({ chainId, epochSlots, genesisTime }: NodeOptions): Promise<SimulatedNode> {
  const binary = findAnvil();
  if (binary === undefined) throw new Error('The simulation needs anvil, which has no package for this platform.');
  const child = spawn(
    binary,
    [
      '--host=127.0.0.1',
      '--port=0',
      `--chain-id=${chainId}`,
      `--slots-in-an-epoch=${epochSlots}`,
      `--timestamp=${genesisTime}`,
      '--no-mining',
      '--auto-impersonate',
      '--gas-price=0',
      '--block-base-fee-per-gas=0',
      '--disable-min-priority-fee',
      '--gas-limit=1000000000',
      '--order=fifo',
      '--accounts=1',
      '--prune-history=100',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  keepChild(child);
  const lines = createInterface(child.stdout);
  const rpcUrl = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`anvil ended with code ${code} before it listened`)));
    lines.on('line', (line) => {
      const [, address] = /^Listening on (\S+:\d+)/.exec(line) ?? [];
      if (address !== undefined) resolve(`http://${address}`);
    });
  });
  return { rpcUrl, stop: () => killChild(child) };
}
