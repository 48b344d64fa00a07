import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { readChainStates } from '../links/read-chain-states.ts';
import type { RelayContext } from '../relay-context.ts';

/** The relay's figures for Prometheus. */
export interface RelayMetrics {
  answered(method: string, route: string, status: number, milliseconds: number): void;
  /** The exposition text and its content type. */
  expose(): Promise<{ text: string; contentType: string }>;
  stop(): void;
}

/** Creates the figures: calls, mail jobs by state, checked blocks by chain, and the process's own. */
export function createMetrics(context: RelayContext): RelayMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'relay_http_calls_total',
    help: 'Calls answered',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'relay_http_seconds',
    help: 'Seconds to answer',
    labelNames: ['route'],
    registers,
  });
  const mail = new Gauge({ name: 'relay_mail_jobs', help: 'Mail jobs by state', labelNames: ['status'], registers });
  const checked = new Gauge({
    name: 'relay_chain_checked_block',
    help: 'Last block applied',
    labelNames: ['chain'],
    registers,
  });
  const reachable = new Gauge({
    name: 'relay_chain_reachable',
    help: '1 while a node of the chain answers',
    labelNames: ['chain'],
    registers,
  });
  const endpoints = endpointGauges(registers);
  return {
    answered(method, route, status, milliseconds) {
      calls.inc({ method, route, status });
      seconds.observe({ route }, milliseconds / 1_000);
    },
    async expose() {
      for (const [status, count] of Object.entries(await countMail(context))) mail.set({ status }, count);
      for (const chain of await readChainStates(context)) {
        if (chain.checkedThrough !== null) checked.set({ chain: chain.chainId }, Number(chain.checkedThrough));
        reachable.set({ chain: chain.chainId }, chain.status === 'unreachable' ? 0 : 1);
      }
      for (const row of await context.database.kysely.selectFrom('chain_endpoints').selectAll().execute()) {
        const labels = { chain: row.chain_id, endpoint: row.endpoint };
        endpoints.healthy.set(labels, row.healthy);
        if (row.latency_ms !== null) endpoints.latency.set(labels, row.latency_ms);
      }
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    stop: () => registry.clear(),
  };
}

function endpointGauges(registers: Registry[]) {
  const latency = new Gauge({
    name: 'relay_rpc_latency_milliseconds',
    help: 'Average time of an RPC endpoint to an answer',
    labelNames: ['chain', 'endpoint'],
    registers,
  });
  const healthy = new Gauge({
    name: 'relay_rpc_healthy',
    help: '1 while an RPC endpoint answers',
    labelNames: ['chain', 'endpoint'],
    registers,
  });
  return { latency, healthy };
}

/** Mail jobs by state. */
export async function countMail(context: RelayContext): Promise<{ queued: number; sent: number; failed: number }> {
  const rows = await context.database.kysely
    .selectFrom('mail_jobs')
    .select((column) => ['status', column.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
  const counts = { queued: 0, sent: 0, failed: 0 };
  for (const row of rows) counts[row.status] = Number(row.count);
  return counts;
}
