import { findChain } from '../../shared/money/chain.ts';
import type { RefusedTokens } from '../ledger/follow-chain.ts';
import { readChainStates } from '../links/read-chain-states.ts';
import type { RelayContext } from '../relay-context.ts';
import { countMail } from './metrics.ts';
import { relayVersion } from './relay-version.ts';

/**
 * What `/status` tells: for each chain "checked through block N", its endpoints (by origin; their addresses can hold
 * keys) with health and latency, the large payments that wait for a second endpoint's word or on which two contradict
 * each other, and how many published links have still to be looked for in the past.
 */
export async function readStatus(context: RelayContext, refusedTokens: RefusedTokens) {
  const chains = await readChainStates(context);
  const endpoints = await readEndpoints(context);
  const agreements = await countAgreements(context);
  const scans = await countScans(context);
  return {
    version: relayVersion,
    practice: context.config.practice,
    registration: context.config.registration.mode,
    database: context.database.engine,
    mail: context.config.mail ? await countMail(context) : null,
    chains: chains.map((chain) => ({
      ...chain,
      name: findChain(chain.chainId)?.name ?? null,
      endpoints: endpoints.get(chain.chainId) ?? [],
      agreement: agreements.get(chain.chainId) ?? { waiting: 0, disagreed: 0 },
      pendingScans: scans.get(chain.chainId) ?? 0,
      refusedTokens:
        refusedTokens.get(chain.chainId)?.map(({ symbol, address, message }) => ({ symbol, address, message })) ?? [],
    })),
  };
}

async function readEndpoints({ database }: RelayContext) {
  const rows = await database.kysely.selectFrom('chain_endpoints').selectAll().orderBy('endpoint').execute();
  const told = rows.map((row) => ({
    chainId: row.chain_id,
    endpoint: row.endpoint,
    healthy: row.healthy === 1,
    problem: row.problem,
    failuresInARow: row.failures_in_a_row,
    latencyMilliseconds: row.latency_ms,
    calls: row.calls,
    keepsHistory: row.keeps_history === 1,
    at: new Date(row.checked_at).toISOString(),
  }));
  const byChain = Map.groupBy(told, ({ chainId }) => chainId);
  return new Map([...byChain].map(([chainId, all]) => [chainId, all.map(({ chainId: _, ...rest }) => rest)]));
}

async function countAgreements({ database }: RelayContext) {
  const rows = await database.kysely
    .selectFrom('payments')
    .select((column) => ['chain_id', 'agreement', column.fn.countAll<number>().as('count')])
    .where('agreement', 'in', ['waiting', 'disagreed'])
    .where('state', 'in', ['seen', 'confirming'])
    .groupBy(['chain_id', 'agreement'])
    .execute();
  const counts = new Map<number, { waiting: number; disagreed: number }>();
  for (const { chain_id, agreement, count } of rows) {
    const ofChain = counts.get(chain_id) ?? { waiting: 0, disagreed: 0 };
    counts.set(chain_id, { ...ofChain, [agreement]: Number(count) });
  }
  return counts;
}

async function countScans({ database }: RelayContext) {
  const rows = await database.kysely
    .selectFrom('pending_scans')
    .select((column) => ['chain_id', column.fn.countAll<number>().as('count')])
    .groupBy('chain_id')
    .execute();
  return new Map(rows.map(({ chain_id, count }) => [chain_id, Number(count)]));
}
