import pg from 'pg';
import { pause } from '../pause.ts';
import type { RelayContext } from '../relay-context.ts';
import { followChain, type RefusedTokens } from './follow-chain.ts';
import { shareWatchedAddresses, type SharedAddresses } from './watched-addresses.ts';

/** The first key of the relay's advisory locks, so that they meet nobody else's: "QTCH" in ASCII. */
const lockSpace = 0x51544348;
const retryMilliseconds = 2_000;

/** The ledgers of all chains. */
export interface ChainLedgers {
  readonly refusedTokens: RefusedTokens;
  stop(): Promise<void>;
}

/**
 * Follows every chain that has endpoints, each by itself: one chain's trouble never holds up another. On PostgreSQL
 * each chain has one leader among all processes, by an advisory lock that ends with the leader's connection.
 */
export function leadChains(context: RelayContext): ChainLedgers {
  const stopping = new AbortController();
  const refusedTokens: RefusedTokens = new Map();
  const addresses = shareWatchedAddresses(context);
  const shared: Shared = { refused: refusedTokens, addresses };
  const running = [...context.config.rpc.keys()].map((chainId) => lead(context, chainId, shared, stopping.signal));
  return {
    refusedTokens,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      addresses.stop();
    },
  };
}

/** What the ledgers of one process share. */
interface Shared {
  readonly refused: RefusedTokens;
  readonly addresses: SharedAddresses;
}

async function lead(context: RelayContext, chainId: number, shared: Shared, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (context.database.pool) await leadOnPostgres(context, context.database.pool, chainId, shared, signal);
      else await follow(context, chainId, shared, signal);
    } catch (error) {
      if (!signal.aborted) context.log.error({ err: error, chainId }, 'the ledger of a chain stopped; it starts again');
    }
    await pause(retryMilliseconds, signal);
  }
}

async function follow(context: RelayContext, chainId: number, shared: Shared, signal: AbortSignal): Promise<void> {
  await followChain(context, chainId, { refused: shared.refused, watched: await shared.addresses.load() }, signal);
}

async function leadOnPostgres(
  context: RelayContext,
  pool: pg.Pool,
  chainId: number,
  shared: Shared,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({ connectionString: pool.options.connectionString });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
      lockSpace,
      chainId,
    ]);
    if (rows[0]?.locked) await follow(context, chainId, shared, AbortSignal.any([signal, lost.signal]));
  } finally {
    await client.end().catch(() => undefined);
  }
}
