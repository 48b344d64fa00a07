import { mkdir, rm } from 'node:fs/promises';
import { freePort } from '../../../practice/free-port.ts';
import { FaultyEndpoint } from '../chain/faulty-endpoint.ts';
import { SimulatedChain } from '../chain/simulated-chain.ts';
import { simulatedChainIds } from '../chain/token-set.ts';
import { RelayLedger } from '../ledgers/relay-ledger.ts';
import { Relay } from '../processes/relay.ts';
import { Owner } from './owner.ts';

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
  readonly chains: readonly WorldChain[];
  readonly relay: Relay;
  readonly owner: Owner;
  readonly ledger: RelayLedger;
  readonly counts: WorldCounts = { kills: 0, reorgs: 0, restores: 0 };
  readonly #folder: string;

  private constructor(folder: string, chains: readonly WorldChain[], relay: Relay, owner: Owner, ledger: RelayLedger) {
    this.#folder = folder;
    this.chains = chains;
    this.relay = relay;
    this.owner = owner;
    this.ledger = ledger;
  }

  /** Begins a world in an empty folder: the relay follows all chains, and the owner has issued one invoice. */
  static async begin({ folder, chains: count, databaseUrl }: WorldOptions): Promise<World> {
    await mkdir(folder, { recursive: true });
    const chains = await Promise.all(simulatedChainIds.slice(0, count).map(openChain));
    const urls = (from: number, to: number) =>
      chains.map(({ chain, endpoints }) => [chain.chainId, endpoints.slice(from, to).map(({ url }) => url)] as const);
    const relay = new Relay({ folder, databaseUrl, port: await freePort(0), rpc: new Map(urls(0, 2)) });
    await relay.start();
    const owner = new Owner({
      folder,
      relayOrigin: relay.origin,
      chains: chains.map(({ chain }) => chain),
      endpoints: new Map(urls(2, 3).map(([chainId, [url = '']]) => [chainId, url])),
    });
    await owner.begin();
    const ledger = await RelayLedger.signIn(relay.origin, owner.phrase);
    const world = new World(folder, chains, relay, owner, ledger);
    await owner.issue({ amount: 0, currency: 'USD', dueDate: world.dateIn(3) });
    return world;
  }

  /** The chain with an index, whatever the index. */
  chainAt(index: number): WorldChain {
    const chain = this.chains[index % this.chains.length];
    if (!chain) throw new Error('A world has at least one chain');
    return chain;
  }

  /** The date so many days after the newest block of any chain. */
  dateIn(days: number): string {
    const newest = Math.max(...this.chains.map(({ chain }) => chain.time));
    return new Date((newest + days * 86_400) * 1_000).toISOString().slice(0, 10);
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
    if (!keep) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openChain(chainId: number): Promise<WorldChain> {
  const chain = await SimulatedChain.start(chainId);
  const open = () => FaultyEndpoint.open(chain.rpcUrl, () => chain.head);
  return { chain, endpoints: [await open(), await open(), await open()] };
}
