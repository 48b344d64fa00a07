import type { RelayContext } from '../relay-context.ts';

/** The addresses that somebody watches on a chain, in memory, following publications of every process. */
export interface WatchedAddresses {
  has(address: string): boolean;
  add(addresses: readonly string[]): void;
  stop(): void;
}

/**
 * Loads a chain's watched addresses and keeps them current. What is told of a publication is a hint that can be lost, with a
 * process or a connection; so a link's scan of the recent past, which the database remembers, adds its addresses as well,
 * before it looks: a payment is in the past that is scanned or in a block that is read with its address known.
 */
export async function keepWatchedAddresses(context: RelayContext, chainId: number): Promise<WatchedAddresses> {
  const { kysely } = context.database;
  const addresses = new Set<string>();
  const unsubscribe = context.hub.subscribe((signal) => {
    if (signal.type !== 'watch') return;
    kysely
      .selectFrom('watches')
      .select('address')
      .where('link_id', '=', signal.linkId)
      .where('chain_id', '=', chainId)
      .execute()
      .then((rows) => rows.forEach((row) => addresses.add(row.address)))
      .catch((error: unknown) => context.log.error({ err: error }, 'a published link could not be read'));
  });
  const all = await kysely
    .selectFrom('watched_places')
    .select('address')
    .distinct()
    .where('chain_id', '=', chainId)
    .execute();
  for (const row of all) addresses.add(row.address);
  return {
    has: (address) => addresses.has(address),
    add: (more) => more.forEach((address) => addresses.add(address)),
    stop: unsubscribe,
  };
}
