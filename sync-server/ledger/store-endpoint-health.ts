import type { EndpointPool, EndpointStatus } from '../chain/endpoint-pool.ts';
import type { RelayContext } from '../relay-context.ts';

/** Writes how a chain's endpoints fare where every process can read it. */
export interface EndpointHealth {
  /** Writes what has changed, and all of it now and then. */
  store(): Promise<void>;
}

/** How old the figures of an endpoint that goes on as before may be. */
const refreshMilliseconds = 15_000;

/** Keeps the health of one chain's endpoints on record; those that are not configured any more are forgotten. */
export function createEndpointHealth(context: RelayContext, chainId: number, pool: EndpointPool): EndpointHealth {
  const { kysely } = context.database;
  let written = '';
  let writtenAt = 0;
  return {
    async store() {
      const endpoints = pool.status();
      const now = context.now();
      const what = JSON.stringify(endpoints.map((each) => [each.healthy, each.problem?.code, each.keepsHistory]));
      if (what === written && now - writtenAt < refreshMilliseconds) return;
      await kysely.transaction().execute(async (trx) => {
        await trx.deleteFrom('chain_endpoints').where('chain_id', '=', chainId).execute();
        await trx
          .insertInto('chain_endpoints')
          .values(endpoints.map((each) => toRow(chainId, each, now)))
          .execute();
      });
      written = what;
      writtenAt = now;
    },
  };
}

function toRow(chainId: number, status: EndpointStatus, now: number) {
  return {
    chain_id: chainId,
    endpoint: status.endpoint,
    healthy: status.healthy ? 1 : 0,
    problem: status.problem?.code ?? null,
    failures_in_a_row: status.failuresInARow,
    latency_ms: status.latencyMilliseconds === null ? null : Math.round(status.latencyMilliseconds),
    calls: status.calls,
    keeps_history: status.keepsHistory ? 1 : 0,
    checked_at: now,
  };
}
