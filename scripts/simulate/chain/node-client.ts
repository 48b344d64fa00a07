import type { Hex } from 'viem';

/** A JSON-RPC request: the method and its parameters. */
export type NodeRequest = readonly [method: string, ...params: unknown[]];

/** Asks a node of our own; every failure throws, for it is no part of what is simulated. */
export interface NodeClient {
  call<Answer>(method: string, ...params: unknown[]): Promise<Answer>;
  /** Sends many requests at once; answers in the same order. */
  batch(requests: readonly NodeRequest[]): Promise<unknown[]>;
}

/** Most requests in one HTTP message. */
const batchSize = 400;

/** Creates the client of a node on this machine. */
export function createNodeClient(url: string): NodeClient {
  let lastId = 0;
  const post = async <Answer>(body: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer;
  };
  const toMessage = ([method, ...params]: NodeRequest) => ({ jsonrpc: '2.0', id: (lastId += 1), method, params });
  return {
    async call<Answer>(method: string, ...params: unknown[]) {
      const answer = await post<NodeAnswer>(toMessage([method, ...params]));
      return resultOf(method, answer) as Answer;
    },
    async batch(requests) {
      const results: unknown[] = [];
      for (let at = 0; at < requests.length; at += batchSize) {
        const messages = requests.slice(at, at + batchSize).map(toMessage);
        const answers = new Map((await post<NodeAnswer[]>(messages)).map((answer) => [answer.id, answer]));
        for (const { id, method } of messages) results.push(resultOf(method, answers.get(id)));
      }
      return results;
    },
  };
}

interface NodeAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

function resultOf(method: string, answer: NodeAnswer | undefined): unknown {
  if (answer && answer.error === undefined) return answer.result;
  throw new Error(`The node did not do ${method}: ${JSON.stringify(answer?.error ?? 'no answer')}`);
}

/** A quantity as JSON-RPC writes it. */
export function toQuantity(value: number | bigint): Hex {
  return `0x${value.toString(16)}`;
}
