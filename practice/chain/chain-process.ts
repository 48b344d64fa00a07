/**
 * The process that keeps the practice chain: it starts the node, makes the blocks, saves the state, and ends with its
 * parent. The parent passes {@link ChainProcessOptions} as JSON in the first argument and holds this process's standard
 * input open; when that closes, for whatever reason (a stop, a crash, SIGKILL of the parent), the state is saved and
 * the node ended. One line of JSON on standard output, {@link chainReadySchema}, says where the node listens.
 */
import { createServer } from 'node:net';
import { z } from 'zod';
import { startAnvil } from './anvil-engine.ts';
import { startHardhat } from './hardhat-engine.ts';
import { runMiningClock, tick } from './mining-clock.ts';
import type { NodeEngine } from './node-engine.ts';
import { createPracticeClient, type PracticeClient } from './practice-chain.ts';
import { setUpPracticeChain } from './set-up-practice-chain.ts';

/** Options of the process; `blockTimeSeconds` 0 makes a block for every transaction at once. */
export const chainProcessOptions = z.object({
  engine: z.enum(['anvil', 'hardhat']),
  port: z.number().int().min(0).max(65_535),
  stateFile: z.string().optional(),
  blockTimeSeconds: z.number().min(0),
});
/** See {@link chainProcessOptions}. */
export type ChainProcessOptions = z.infer<typeof chainProcessOptions>;

/**
 * The line that says the chain is set up and answers at `rpcUrl`; `nodePid` is the node's process, if it has its own.
 */
export const chainReadySchema = z.object({ rpcUrl: z.string(), nodePid: z.number().optional() });

/** A block with a transaction is on disk within this time; empty ones wait longer. */
const saveIntervalMilliseconds = 1_000;

async function keepChain(options: ChainProcessOptions): Promise<void> {
  const parentGone = new AbortController();
  process.stdin.resume();
  for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => parentGone.abort());
  process.on('SIGTERM', () => parentGone.abort());
  // Ctrl-C reaches the whole terminal group: the parent decides what it means and then closes our input.
  process.on('SIGINT', () => undefined);

  const node = await startNode(options);
  try {
    const client = createPracticeClient(node.rpcUrl, options.engine);
    await setUpPracticeChain(client);
    await node.save();
    process.stdout.write(`${JSON.stringify({ rpcUrl: node.rpcUrl, nodePid: node.pid })}\n`);
    const { signal } = parentGone;
    await Promise.race([
      Promise.all([
        options.blockTimeSeconds > 0 ? runMiningClock(client, options.blockTimeSeconds, signal) : undefined,
        keepSaved(node, client, signal),
      ]),
      node.ended.then(() => Promise.reject(new Error('The node of the practice chain ended by itself.'))),
    ]);
    await node.save();
  } finally {
    await node.stop();
  }
}

async function startNode({ engine, port, stateFile, blockTimeSeconds }: ChainProcessOptions): Promise<NodeEngine> {
  return (engine === 'anvil' ? startAnvil : startHardhat)({
    port: (await isFree(port)) ? port : 0,
    mineAtOnce: blockTimeSeconds === 0,
    ...(stateFile === undefined ? {} : { stateFile }),
  });
}

/** Saves soon after blocks that hold transactions; empty blocks are cheap to make again. */
async function keepSaved(node: NodeEngine, client: PracticeClient, signal: AbortSignal): Promise<void> {
  let saved = await client.getBlockNumber({ cacheTime: 0 });
  while (await tick(saveIntervalMilliseconds, signal)) {
    const head = await client.getBlockNumber({ cacheTime: 0 });
    if (await hasTransactions(client, saved, head)) await node.save();
    saved = head;
  }
}

async function hasTransactions(client: PracticeClient, after: bigint, head: bigint): Promise<boolean> {
  if (head < after) return true;
  for (let number = after + 1n; number <= head; number += 1n) {
    if ((await client.getBlockTransactionCount({ blockNumber: number })) > 0) return true;
  }
  return false;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

if (import.meta.main) {
  keepChain(chainProcessOptions.parse(JSON.parse(process.argv[2] ?? '{}'))).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
