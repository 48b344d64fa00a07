import { BaseError, createPublicClient, http, HttpRequestError, RpcRequestError } from 'viem';
import { rpcBlockSchema, rpcQuantity } from '../../../shared/payment/rpc-answers.ts';
import { askEndpoint } from './ask-endpoint.ts';

/**
 * Where a chain stands by the word of one endpoint. `safe` and `finalized` are null where the endpoint
 * does not know the tag.
 */
export interface ChainHead {
  readonly chainId: number;
  readonly head: bigint;
  readonly hash: string;
  readonly safe: bigint | null;
  readonly finalized: bigint | null;
}

const latestSchema = rpcBlockSchema.pick({ number: true, hash: true });
const numberSchema = rpcBlockSchema.pick({ number: true }).nullable();

/**
 * Asks an endpoint which chain it serves and how far it has come; rejects when it does not answer one of the questions
 * in `timeout` ms, or is asked too often.
 */
export async function readHead(endpoint: string, timeout: number): Promise<ChainHead> {
  const client = createPublicClient({ transport: http(endpoint, { timeout, retryCount: 0 }) });
  const numberOf = async (tag: 'safe' | 'finalized'): Promise<bigint | null> => {
    const answer = askEndpoint(client, { method: 'eth_getBlockByNumber', params: [tag, false] }, numberSchema);
    const block = await answer.catch((error: unknown) => {
      if (isRefusal(error)) return null;
      throw error;
    });
    return block?.number ?? null;
  };
  const [chainId, latest, safe, finalized] = await Promise.all([
    askEndpoint(client, { method: 'eth_chainId' }, rpcQuantity),
    askEndpoint(client, { method: 'eth_getBlockByNumber', params: ['latest', false] }, latestSchema),
    numberOf('safe'),
    numberOf('finalized'),
  ]);
  return { chainId: Number(chainId), head: latest.number, hash: latest.hash, safe, finalized };
}

/** Codes by which nodes and gateways say "too many requests" (EIP-1474; HTTP's own, put into the answer). */
const tooMany: ReadonlySet<number> = new Set([-32005, 429]);

/**
 * Whether a node refuses the question itself, as one does that does not know the tag: no answer at
 * all says nothing of it.
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const answer = error.walk((each) => each instanceof RpcRequestError || each instanceof HttpRequestError);
  if (answer instanceof RpcRequestError)
    return !tooMany.has(answer.code) && !/rate|limit|too many/i.test(answer.details);
  const status = answer instanceof HttpRequestError ? (answer.status ?? 0) : 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
