import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../practice/free-port.ts';
import { FaultyEndpoint } from '../chain/faulty-endpoint.ts';
import { SimulatedChain } from '../chain/simulated-chain.ts';
import { simulatedChainIds } from '../chain/token-set.ts';
import type { DatabasePlace } from '../ledgers/database-ledger.ts';
import { RelayLedger } from '../ledgers/relay-ledger.ts';
import type { Rest } from '../oracle/model.ts';
import { Relay } from '../processes/relay.ts';
import { Owner } from './owner.ts';
import { WorldClock } from './world-clock.ts';

/** A chain with its endpoints: two that the relay asks, and one of the owner's own. */
export interface WorldChain {
  readonly chain: SimulatedChain;
  readonly endpoints: readonly [FaultyEndpoint, FaultyEndpoint, FaultyEndpoint];
}

/** What was done so far, beside what the ledgers show. */
export interface WorldCounts {
  kills: number;
  reorgs: number;
  restores: number;
}

/** What a world is made of. `databaseUrl` is an empty PostgreSQL database; null: SQLite. */
export interface WorldOptions {
  readonly folder: string;
  readonly chains: number;
  readonly databaseUrl: string | null;
}

/** Everything there is: chains, endpoints, the relay, the owner with devices, and one who listens to the relay. */
export class World {
  readonly clock: WorldClock;
  readonly chains: readonly WorldChain[];
  readonly relay: Relay;
  readonly owner: Owner;
  readonly ledger: RelayLedger;
  /** When every ledger was right, so far. */
  readonly rests: Rest[] = [];
  readonly counts: WorldCounts = { kills: 0, reorgs: 0, restores: 0 };
  readonly #options: WorldOptions;

  private constructor(
    options: WorldOptions,
    clock: WorldClock,
    chains: readonly WorldChain[],
    relay: Relay,
    owner: Owner,
    ledger: RelayLedger,
  ) {
    this.#options = options;
    this.clock = clock;
    this.chains = chains;
    this.relay = relay;
    this.owner = owner;
    this.ledger = ledger;
  }

  /** Begins a world in an empty folder: the relay follows all chains, and the owner has issued one invoice. */
  static async begin(options: WorldOptions): Promise<World> {
    const { folder, chains: count, databaseUrl } = options;
    await mkdir(folder, { recursive: true });
    const clock = new WorldClock();
    const chains = await Promise.all(simulatedChainIds.slice(0, count).map((chainId) => openChain(chainId, clock)));
    const urls = (from: number, to: number) =>
      chains.map(({ chain, endpoints }) => [chain.chainId, endpoints.slice(from, to).map(({ url }) => url)] as const);
    const relay = new Relay({ folder, databaseUrl, port: await freePort(0), rpc: new Map(urls(0, 2)), clock });
    await relay.start();
    const owner = new Owner({
      folder,
      relayOrigin: relay.origin,
      clock,
      chains: chains.map(({ chain }) => chain),
      endpoints: new Map(urls(2, 3).map(([chainId, [url = '']]) => [chainId, url])),
    });
    await owner.begin();
    const ledger = await RelayLedger.signIn(relay.origin, owner.phrase);
    const world = new World(options, clock, chains, relay, owner, ledger);
    await owner.issue({ amount: 0, currency: 'USD', dueDate: world.dateIn(3) });
    return world;
  }

  /** Where the relay keeps its ledger. */
  get database(): DatabasePlace {
    const { databaseUrl } = this.#options;
    return databaseUrl === null ? { file: join(this.#options.folder, 'relay', 'relay.sqlite') } : { url: databaseUrl };
  }

  /** The chain with an index, whatever the index. */
  chainAt(index: number): WorldChain {
    const chain = this.chains[index % this.chains.length];
    if (!chain) throw new Error('A world has at least one chain');
    return chain;
  }

  /** The date so many days from now. */
  dateIn(days: number): string {
    return new Date((this.clock.seconds + days * 86_400) * 1_000).toISOString().slice(0, 10);
  }

  /** Answers of endpoints that were wrong, or left out, so far. */
  faults(): number {
    return this.chains.flatMap(({ endpoints }) => endpoints).reduce((all, { hits }) => all + hits, 0);
  }

  /** Ends everything; the folder stays where `keep` is true. */
  async end(keep: boolean): Promise<void> {
    await Promise.all([this.relay.kill(), ...this.owner.devices.map((device) => device.kill())]);
    for (const { endpoints } of this.chains) for (const endpoint of endpoints) endpoint.close();
    await Promise.all(this.chains.map(({ chain }) => chain.stop()));
    this.relay.close();
    if (!keep) await rm(this.#options.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openChain(chainId: number, clock: WorldClock): Promise<WorldChain> {
  const chain = await SimulatedChain.start(chainId, clock);
  const open = () => FaultyEndpoint.open(chain.rpcUrl, () => chain.head);
  return { chain, endpoints: [await open(), await open(), await open()] };
}
