import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPracticeClient, type PracticeClient } from '../../practice/chain/practice-chain.ts';
import { startPracticeChain, type PracticeChain } from '../../practice/chain/start-practice-chain.ts';
import { startMailCatcher, type MailCatcher } from '../../practice/mail/mail-catcher.ts';
import { spawnPracticeRelay } from '../../practice/spawn-practice-relay.ts';
import type { PracticeAddresses } from '../../practice/start-practice-world.ts';

/**
 * A practice world whose chain makes a block for each transaction and otherwise only when told to, so that a test sees
 * every state between "seen" and "paid"; and whose relay can be killed.
 */
export interface World {
  readonly addresses: PracticeAddresses;
  readonly mail: MailCatcher;
  readonly client: PracticeClient;
  readonly engine: PracticeChain['engine'];
  readonly tokens: PracticeChain['tokens'];
  /** The relay's SQLite file. */
  readonly relayDatabase: string;
  mine(blocks: number): Promise<void>;
  /** Replaces the last `depth` blocks by as many empty ones. */
  reorganise(depth: number): Promise<void>;
  /** SIGKILL: nothing is finished on the way out. */
  killRelay(): Promise<void>;
  /** Brings the relay back at its address; with another mail server when `smtpPort` is given. */
  startRelay(smtpPort?: number): Promise<void>;
  stop(): Promise<void>;
}

/** Every test is a new account from the same address. */
const generousLimits = {
  LIMIT_CALLS_PER_MINUTE: '100000',
  LIMIT_SIGN_INS_PER_MINUTE: '10000',
  LIMIT_ACCOUNTS_PER_ADDRESS_PER_DAY: '1000',
};

/** Starts a world in a temporary folder, which goes with it. */
export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'quittance-e2e-'));
  const [chain, mail] = await Promise.all([
    startPracticeChain({ blockTimeSeconds: 0 }),
    startMailCatcher({ dataDir: join(folder, 'mail') }),
  ]);
  let port = 0;
  const spawnRelay = (smtpPort: number) =>
    spawnPracticeRelay(
      { port, dataDir: folder, rpcUrl: chain.rpcUrl, smtpPort, settings: generousLimits },
      () => undefined,
    );
  let relay: Awaited<ReturnType<typeof spawnRelay>> | null = await spawnRelay(mail.smtpPort);
  port = Number(new URL(relay.origin).port);
  const client = createPracticeClient(chain.rpcUrl);
  const [owner] = chain.accounts.others;
  return {
    addresses: {
      relayOrigin: relay.origin,
      chainId: chain.chainId,
      rpcUrl: chain.rpcUrl,
      wallet: owner?.address ?? '',
      mailInboxUrl: mail.webUrl,
    },
    mail,
    client,
    engine: chain.engine,
    tokens: chain.tokens,
    relayDatabase: join(folder, 'relay', 'relay.sqlite'),
    mine: (blocks) => client.mine({ blocks }),
    async reorganise(depth) {
      // Not in viem's list of methods: https://getfoundry.sh/anvil/reference
      await client.request<{ Method: 'anvil_reorg'; Parameters: [number, never[]]; ReturnType: null }>({
        method: 'anvil_reorg',
        params: [depth, []],
      });
    },
    async killRelay() {
      if (!relay) return;
      process.kill(relay.pid, 'SIGKILL');
      await relay.stop();
      relay = null;
    },
    async startRelay(smtpPort = mail.smtpPort) {
      relay ??= await spawnRelay(smtpPort);
    },
    async stop() {
      await relay?.stop();
      await mail.stop();
      await chain.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
