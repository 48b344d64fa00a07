import type { Fault, SeenRequest } from './rpc-fault-proxy.ts';

/**
 * How an endpoint can fail. All but `liar` mend themselves when asked often enough, or elsewhere; what they said wrong
 * meanwhile must not last.
 *
 * `rate-limited`: HTTP 429; `limit-exceeded`: error -32005; `too-many-results`: a log query "returned more than"
 * allowed; `server-error`: HTTP 503; `hang-up`: the connection breaks; `silent`: no answer, until the caller gives up;
 * `slow`: a late answer; `garbage`: an answer that is none; `lagging`: some blocks behind the others; `empty-logs`: the
 * first answer to a log query is empty, as from a node that has not seen the block yet; `wrong-hash`: logs of another
 * block's hash; `stale`: now and then an answer from before, also from before a reorganisation. `liar`: there never was
 * a log, whoever asks and however: more than a relay with this endpoint alone can know.
 */
export const faultModes = [
  'rate-limited',
  'limit-exceeded',
  'too-many-results',
  'server-error',
  'hang-up',
  'silent',
  'slow',
  'garbage',
  'lagging',
  'empty-logs',
  'wrong-hash',
  'stale',
  'liar',
] as const;
export type FaultMode = (typeof faultModes)[number];

/** Decides what goes wrong with a request; undefined: nothing. */
export type FaultDecision = (request: SeenRequest) => Fault | undefined;

/** A mode in force. `every`: one in so many requests is hit; `head` tells the number of the newest block. */
export interface FaultSetting {
  readonly mode: FaultMode;
  readonly every: number;
  readonly head: () => number;
}

/** Creates the decisions of one mode; `stale` remembers answers, so it must be made before it is needed. */
export function createFaultDecision({ mode, every, head }: FaultSetting): FaultDecision {
  const make = makers[mode](head);
  let count = 0;
  return (request) => {
    if (request.method === 'eth_chainId') return undefined;
    // A node that lags or lies does so in everything that it says.
    const isWhole = mode === 'lagging' || mode === 'liar' || mode === 'empty-logs';
    if (!isWhole && (count += 1) % every !== 0) return undefined;
    return make(request);
  };
}

const blocksBehind = 3;
const lateMilliseconds = 120;

const makers: Readonly<Record<FaultMode, (head: () => number) => FaultDecision>> = {
  'rate-limited': () => () => ({ status: 429, headers: { 'retry-after': '1' } }),
  'limit-exceeded': () => () => ({ error: { code: -32005, message: 'limit exceeded' } }),
  'too-many-results': () => (request) =>
    request.method === 'eth_getLogs'
      ? { error: { code: -32005, message: 'query returned more than 10000 results' } }
      : undefined,
  'server-error': () => () => ({ status: 503, body: 'upstream connect error' }),
  'hang-up': () => () => ({ hangUp: true }),
  silent: () => () => ({ silent: true }),
  slow: () => () => ({ after: lateMilliseconds }),
  garbage: () => () => ({ result: { surprising: true } }),
  lagging: (head) => (request) => lag(request, head() - blocksBehind),
  'empty-logs': () => {
    const asked = new Set<string>();
    return (request) => {
      const question = JSON.stringify(request.params);
      if (request.method !== 'eth_getLogs' || asked.has(question)) return undefined;
      asked.add(question);
      return { result: [] };
    };
  },
  'wrong-hash': () => (request) =>
    request.method === 'eth_getLogs' ? { change: (result) => withHash(result, `0x${'1'.repeat(64)}`) } : undefined,
  stale: () => {
    const before = new Map<string, unknown>();
    return ({ method, params }) => {
      const question = `${method}${JSON.stringify(params)}`;
      if (before.has(question)) return { result: before.get(question) };
      return { change: (result) => (before.set(question, result), result) };
    };
  },
  liar: () => (request) => {
    if (request.method === 'eth_getLogs') return { result: [] };
    if (request.method === 'eth_getBlockReceipts') return { change: withoutLogs };
    return undefined;
  },
};

/** A node at block `height`: later blocks are unknown to it, and "latest" is that one. */
function lag({ method, params }: SeenRequest, height: number): Fault | undefined {
  const latest = `0x${Math.max(height, 0).toString(16)}`;
  if (method === 'eth_blockNumber') return { result: latest };
  if (method === 'eth_getTransactionReceipt') return { change: (receipt) => unlessAfter(receipt, height) };
  if (method === 'eth_getBlockReceipts') return { change: (receipts) => unlessLater(receipts, height) };
  if (method !== 'eth_getBlockByNumber') return undefined;
  if (params[0] === 'latest') return { ask: { method, params: [latest, params[1]] } };
  return { change: (block) => unlessAfter(block, height, 'number') };
}

function unlessAfter(answer: unknown, height: number, field = 'blockNumber'): unknown {
  const number = (answer as Record<string, string> | null)?.[field];
  return number !== undefined && Number(number) > height ? null : answer;
}

function unlessLater(receipts: unknown, height: number): unknown {
  return Array.isArray(receipts) && receipts.some((receipt) => unlessAfter(receipt, height) === null) ? null : receipts;
}

function withHash(logs: unknown, blockHash: string): unknown {
  return Array.isArray(logs) ? logs.map((log: object) => ({ ...log, blockHash })) : logs;
}

function withoutLogs(receipts: unknown): unknown {
  return Array.isArray(receipts) ? receipts.map((receipt: object) => ({ ...receipt, logs: [] })) : receipts;
}
