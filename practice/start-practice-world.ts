import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startPracticeChain, type PracticeChain } from './chain/start-practice-chain.ts';
import { freePort } from './free-port.ts';
import { startMailCatcher, type MailCatcher } from './mail/mail-catcher.ts';
import type { PracticeRelayOptions } from './relay/practice-relay-config.ts';
import { spawnPracticeRelay, type PracticeRelayProcess } from './spawn-practice-relay.ts';

/** Where the practice world keeps its state, and whom it tells what it does. */
export interface PracticeWorldOptions {
  /** Folder of the chain's state, the relay's database and the mailbox; made when absent. */
  readonly folder: string;
  readonly blockTimeSeconds?: number;
  /** `any`: ports that nobody else would ask for, for worlds that run beside others. Default: those of last time. */
  readonly ports?: 'usual' | 'any';
  readonly log: (source: 'chain' | 'relay' | 'mail', line: string) => void;
}

/** The practice world's addresses, as written to `practice-world.json` for the command line. */
export interface PracticeAddresses {
  readonly relayOrigin: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** The owner's practice wallet: where practice money arrives. */
  readonly wallet: string;
  readonly mailInboxUrl: string;
}

/** A running practice world: a chain with play money, a mailbox and a relay, each a real one in its own process. */
export interface PracticeWorld {
  readonly addresses: PracticeAddresses;
  readonly chain: PracticeChain;
  readonly mail: MailCatcher;
  /** Ends the relay alone, as if the network were off; `startRelay` brings it back at the same address. */
  stopRelay(): Promise<void>;
  startRelay(): Promise<void>;
  /** Ends the relay, the mailbox and the chain, in this order. */
  stop(): Promise<void>;
}

/** Ports that were in use last time, so that links and addresses stay good over a restart. */
const portsSchema = z.object({ relay: z.int(), chain: z.int(), smtp: z.int(), inbox: z.int() });
type Ports = z.infer<typeof portsSchema>;
const firstPorts: Ports = { relay: 8787, chain: 8545, smtp: 1025, inbox: 1080 };

const anyPorts: Ports = { relay: 0, chain: 0, smtp: 0, inbox: 0 };

/** Starts the practice world, with its state from last time if there is any. A port that is taken is no failure. */
export async function startPracticeWorld(options: PracticeWorldOptions): Promise<PracticeWorld> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const wanted = options.ports === 'any' ? anyPorts : await readPorts(options.folder);
  try {
    return await startOnPorts(options, await choosePorts(wanted));
  } catch (error) {
    // Somebody took a port between our look and our start.
    if (!String(error).includes('EADDRINUSE')) throw error;
    return startOnPorts(options, await choosePorts(anyPorts));
  }
}

async function choosePorts(wanted: Ports): Promise<Ports> {
  return {
    relay: await freePort(wanted.relay),
    chain: await freePort(wanted.chain),
    smtp: await freePort(wanted.smtp),
    inbox: await freePort(wanted.inbox),
  };
}

async function startOnPorts(options: PracticeWorldOptions, ports: Ports): Promise<PracticeWorld> {
  const { folder, log } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
    await rm(worldFile(folder), { force: true });
  };
  try {
    const [chain, mail] = await Promise.all([
      startPracticeChain({
        stateFile: join(folder, 'chain.json'),
        port: ports.chain,
        ...(options.blockTimeSeconds === undefined ? {} : { blockTimeSeconds: options.blockTimeSeconds }),
        log: (line) => log('chain', line),
      }).then((started) => {
        stops.push(started.stop);
        return started;
      }),
      startMailCatcher({ dataDir: join(folder, 'mail'), smtpPort: ports.smtp, webPort: ports.inbox }).then(
        (started) => {
          stops.push(started.stop);
          return started;
        },
      ),
    ]);
    const { startRelay, stopRelay } = relayKeeper(
      { port: ports.relay, dataDir: folder, rpcUrl: chain.rpcUrl, smtpPort: mail.smtpPort, logLevel: 'info' },
      (line) => log('relay', line),
    );
    stops.push(stopRelay);
    await startRelay();
    const addresses: PracticeAddresses = {
      relayOrigin: `http://127.0.0.1:${ports.relay}`,
      chainId: chain.chainId,
      rpcUrl: chain.rpcUrl,
      wallet: ownerWallet(chain),
      mailInboxUrl: mail.webUrl,
    };
    await writeFile(portsFile(folder), JSON.stringify(ports));
    await writeFile(worldFile(folder), JSON.stringify(addresses, null, 2));
    return { addresses, chain, mail, startRelay, stopRelay, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts and ends the relay's process, any number of times, at one address. */
function relayKeeper(options: PracticeRelayOptions, log: (line: string) => void) {
  let relay: PracticeRelayProcess | null = null;
  return {
    async startRelay(): Promise<void> {
      relay ??= await spawnPracticeRelay(options, log);
    },
    async stopRelay(): Promise<void> {
      await relay?.stop();
      relay = null;
    },
  };
}

function ownerWallet(chain: PracticeChain): string {
  const [owner] = chain.accounts.others;
  if (!owner) throw new Error('The practice chain has no account for the owner.');
  return owner.address;
}

async function readPorts(folder: string): Promise<Ports> {
  try {
    return portsSchema.parse(JSON.parse(await readFile(portsFile(folder), 'utf8')));
  } catch {
    return firstPorts;
  }
}

function portsFile(folder: string): string {
  return join(folder, 'ports.json');
}

/** Where the running world's addresses are written; gone when it stops. */
export function worldFile(folder: string): string {
  return join(folder, 'practice-world.json');
}
