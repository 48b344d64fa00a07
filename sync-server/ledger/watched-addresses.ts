import type { RelayContext } from '../relay-context.ts';

/** The addresses that somebody watches, in memory, following publications of every process. */
export interface WatchedAddresses {
  has(address: string): boolean;
  add(addresses: readonly string[]): void;
}

/** The addresses as all chains of a process share them: one set, loaded when the first chain asks for it. */
export interface SharedAddresses {
  /** @throws when the database fails; the next call tries again. */
  load(): Promise<WatchedAddresses>;
  stop(): void;
}

/**
 * Keeps the watched addresses current. They are the same on every chain: a payment is noticed also on a chain that its
 * invoice does not name.
 *
 * What is told of a publication is a hint that can be lost, with a process or a connection; so a link's scan of the
 * past, which the database remembers, adds its addresses as well, before it looks: a payment is in the past that is
 * scanned or in a block that is read with its address known.
 */
export function shareWatchedAddresses(context: RelayContext): SharedAddresses {
  const { kysely } = context.database;
  const addresses = new Set<string>();
  const watched: WatchedAddresses = {
    has: (address) => addresses.has(address),
    add: (more) => more.forEach((address) => addresses.add(address)),
  };
  const unsubscribe = context.hub.subscribe((signal) => {
    if (signal.type !== 'watch' || loading === null) return;
    kysely
      .selectFrom('watches')
      .select('address')
      .distinct()
      .where('link_id', '=', signal.linkId)
      .execute()
      .then((rows) => watched.add(rows.map((row) => row.address)))
      .catch((error: unknown) => context.log.error({ err: error }, 'a published link could not be read'));
  });
  let loading: Promise<WatchedAddresses> | null = null;
  const loadAll = async (): Promise<WatchedAddresses> => {
    const rows = await kysely.selectFrom('noticed').select('address').distinct().execute();
    watched.add(rows.map((row) => row.address));
    return watched;
  };
  return {
    load() {
      loading ??= loadAll().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
    stop: unsubscribe,
  };
}
