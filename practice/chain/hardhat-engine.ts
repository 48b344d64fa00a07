import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { serializeTransaction, type Hex, type Transaction } from 'viem';
import { z } from 'zod';
import type { NodeEngine, NodeEngineOptions } from './node-engine.ts';
import { practiceAccountCount, practiceMnemonic } from './practice-accounts.ts';
import { createPracticeClient, type PracticeClient } from './practice-chain.ts';
import { practiceChainId } from '../../shared/money/chain.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));

/**
 * Hardhat's node cannot dump its state, so the state file is a journal: the genesis time (seconds) and every block's
 * time and signed transactions, which are run again at start.
 */
const journalSchema = z.object({
  format: z.literal('practice-chain-journal-1'),
  genesisTimestamp: z.number().int(),
  blocks: z.array(z.object({ timestamp: z.number().int(), transactions: z.array(hex) })),
});
type Journal = z.infer<typeof journalSchema>;

/**
 * Tells whether Hardhat and its native part are installed. npm leaves the native part out, without a word, when it runs
 * under a Node older than 22, even though the program itself then runs under a newer one.
 */
export function canRunHardhat(): boolean {
  try {
    createRequire(createRequire(import.meta.url).resolve('hardhat/package.json'))('@nomicfoundation/edr');
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts Hardhat's node in this process, on loopback: the way to run the practice chain where anvil has no npm package.
 * @throws Error when Hardhat is not installed, or the state file is not a journal that Hardhat wrote.
 */
export async function startHardhat({ port, stateFile, mineAtOnce }: NodeEngineOptions): Promise<NodeEngine> {
  if (!canRunHardhat()) {
    throw new Error("Hardhat's node is not installed for this platform. Run `npm ci` again under Node 22 or newer.");
  }
  const journal = (stateFile === undefined ? undefined : await readJournal(stateFile)) ?? newJournal();
  const { createHardhatRuntimeEnvironment } = await import('hardhat/hre');
  const hre = await createHardhatRuntimeEnvironment({
    networks: {
      practice: {
        type: 'edr-simulated',
        chainId: practiceChainId,
        // viem and the contracts need nothing newer; blocks made within one second keep the clock's time.
        allowBlocksWithSameTimestamp: true,
        initialDate: new Date(journal.genesisTimestamp * 1000),
        mining: { auto: mineAtOnce && journal.blocks.length === 0, interval: 0 },
        accounts: { mnemonic: practiceMnemonic, count: practiceAccountCount },
      },
    },
  });
  const server = await hre.network.createServer('practice', '127.0.0.1', port);
  const { port: boundPort } = await server.listen();
  const rpcUrl = `http://127.0.0.1:${boundPort}`;
  const client = createPracticeClient(rpcUrl, 'hardhat');
  await replay(client, journal);
  if (mineAtOnce) await client.setAutomine(true);
  return {
    rpcUrl,
    ended: server.afterClosed(),
    save: async () => {
      if (stateFile === undefined) return;
      await extend(journal, client);
      await writeFileAtomically(stateFile, JSON.stringify(journal));
    },
    stop: () => server.close(),
  };
}

function newJournal(): Journal {
  return { format: 'practice-chain-journal-1', genesisTimestamp: Math.floor(Date.now() / 1000), blocks: [] };
}

async function readJournal(file: string): Promise<Journal | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = journalSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(`${file} was not written by Hardhat's practice chain. Start afresh, or use anvil again.`);
  }
  return parsed.data;
}

async function replay(client: PracticeClient, journal: Journal): Promise<void> {
  for (const block of journal.blocks) {
    for (const serializedTransaction of block.transactions) await client.sendRawTransaction({ serializedTransaction });
    await client.setNextBlockTimestamp({ timestamp: BigInt(block.timestamp) });
    await client.mine({ blocks: 1 });
  }
}

/** Appends the blocks that the journal does not hold yet; drops those that a revert took away. */
async function extend(journal: Journal, client: PracticeClient): Promise<void> {
  const head = Number(await client.getBlockNumber({ cacheTime: 0 }));
  journal.blocks.length = Math.min(journal.blocks.length, head);
  for (let number = journal.blocks.length + 1; number <= head; number += 1) {
    const block = await client.getBlock({ blockNumber: BigInt(number), includeTransactions: true });
    const transactions = block.transactions.map(serializeSigned);
    journal.blocks.push({ timestamp: Number(block.timestamp), transactions });
  }
}

function serializeSigned({ r, s, v, yParity, typeHex: _, ...unsigned }: Transaction): Hex {
  // A legacy signature with a v of 27 or 28 is for every chain (before EIP-155): with a chain id it
  // would become another.
  const isForEveryChain = unsigned.type === 'legacy' && v < 35n;
  return serializeTransaction(
    {
      ...unsigned,
      data: unsigned.input,
      ...(isForEveryChain ? { chainId: undefined } : {}),
    } as Parameters<typeof serializeTransaction>[0],
    isForEveryChain || yParity === undefined ? { r, s, v } : { r, s, yParity },
  );
}
