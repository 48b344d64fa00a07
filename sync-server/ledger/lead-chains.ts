import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RelayContext } from '../relay-context.ts';
import { followChain, type RefusedTokens } from './follow-chain.ts';

/** The first key of the relay's advisory locks, so that they meet nobody else's: "QTCH" in ASCII. */
const lockSpace = 0x51544348;
const retryMilliseconds = 2_000;

/** The ledgers of all chains. */
export interface ChainLedgers {
  readonly refusedTokens: RefusedTokens;
  stop(): Promise<void>;
}

/**
 * Follows every chain that has endpoints, each by itself: one chain's trouble never holds up another. On PostgreSQL each
 * chain has one leader among all processes, by an advisory lock that ends with the leader's connection.
 */
export function leadChains(context: RelayContext): ChainLedgers {
  const stopping = new AbortController();
  const refusedTokens: RefusedTokens = new Map();
  const running = [...context.config.rpc.keys()].map((chainId) =>
    lead(context, chainId, refusedTokens, stopping.signal),
  );
  return {
    refusedTokens,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function lead(
  context: RelayContext,
  chainId: number,
  refused: RefusedTokens,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (context.database.pool) await leadOnPostgres(context, context.database.pool, chainId, refused, signal);
      else await followChain(context, chainId, refused, signal);
    } catch (error) {
      if (!signal.aborted) context.log.error({ err: error, chainId }, 'the ledger of a chain stopped; it starts again');
    }
    await sleep(retryMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

async function leadOnPostgres(
  context: RelayContext,
  pool: pg.Pool,
  chainId: number,
  refused: RefusedTokens,
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
    if (rows[0]?.locked) await followChain(context, chainId, refused, AbortSignal.any([signal, lost.signal]));
  } finally {
    await client.end().catch(() => undefined);
  }
}
