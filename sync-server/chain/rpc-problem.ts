import type { Problem } from '../../shared/result.ts';

/**
 * What can go wrong with a JSON-RPC endpoint; `retryable` in the problem says whether the same call can work later.
 *
 * No answer: `unreachable` (no connection, or an HTTP error of the server's), `timeout`, `refused` (HTTP 401, 403
 * or 404: the address or the key), `rate-limited` (429, or its own words for it), `none-available` (no endpoint
 * of the chain answers).
 *
 * No to the question: `range-too-large` (ask for fewer blocks), `unsupported` (it has no such method), `reverted` (the
 * call reverts), `unknown-block` (it does not have the block yet, or any more), `pruned` (it no longer keeps what is
 * asked for), `failed` (any other JSON-RPC error).
 *
 * An answer that is not to be trusted: `wrong-chain` (it serves another chain), `bad-answer` (it contradicts itself or
 * others, or is no JSON-RPC), `behind` (its head is older than what is known). `chain.reorg-too-deep`: nothing that was
 * read is on the chain any more.
 */
export type RpcProblemCode =
  | 'rpc.unreachable'
  | 'rpc.timeout'
  | 'rpc.rate-limited'
  | 'rpc.refused'
  | 'rpc.wrong-chain'
  | 'rpc.range-too-large'
  | 'rpc.unknown-block'
  | 'rpc.pruned'
  | 'rpc.unsupported'
  | 'rpc.reverted'
  | 'rpc.bad-answer'
  | 'rpc.behind'
  | 'rpc.failed'
  | 'rpc.none-available'
  | 'chain.reorg-too-deep';

/** Failures of the question, not of the endpoint: another endpoint would answer the same. */
export function isAboutTheQuestion({ code }: RpcProblem): boolean {
  return code === 'rpc.range-too-large' || code === 'rpc.unsupported' || code === 'rpc.reverted';
}

/** An expected failure of an endpoint, or of all; `retryAfterMilliseconds` is how long it asks to be left alone. */
export interface RpcProblem extends Problem {
  readonly code: RpcProblemCode;
  readonly retryAfterMilliseconds?: number;
}

/** What a failed HTTP exchange is known by: the parts of viem's errors that matter, and nothing secret. */
export interface RpcFailure {
  readonly status?: number | undefined;
  readonly retryAfter?: string | null | undefined;
  readonly rpcCode?: number | undefined;
  readonly message?: string | undefined;
  readonly timedOut?: boolean;
  /** What was asked: a bare -32005 means another thing for a range of logs than for anything else. */
  readonly method?: string;
}

// Words that providers use for "too many blocks or logs in one question": geth, Erigon, Infura, Alchemy, QuickNode,
// Ankr, dRPC, Chainstack. They share codes (-32005, -32602, -32000) with other failures, so words decide.
const rangeWords =
  /query returned more than|block range|range is too (large|wide)|exceed(s|ed)? (the )?(max|limit|range)|max(imum)? .*range|range limit|limited to .*range|too many (results|logs|blocks)|response size|response is too big|query timeout|more than \d+ (results|logs|blocks)|log response size/i;
const rateWords = /rate.?limit|too many requests|compute units|throughput|capacity exceeded|request limit|quota/i;
const unknownBlockWords =
  /unknown block|block not found|header not found|block .*(not available|does not exist|is not found)|invalid block range params|after last accepted block|beyond (current )?head/i;
// Words for "no longer kept here": geth and reth (EIP-4444, code 4444), geth's state, Erigon, Nethermind, OpenEthereum,
// and providers whose plan leaves the archive out.
const prunedWords =
  /missing trie node|prun(ed|ing)|histor(y|ical) .*(un|not )available|no(t)? (in )?histor(y|ical)|data before .* is not available|state .*is not available|archive (node|data|mode|request|access|add-?on|plan)|ancient (block|data)/i;

/** Names a failure of an endpoint, so that the caller knows whether to wait, to ask elsewhere, or to ask for less. */
export function classifyRpcFailure(endpoint: string, failure: RpcFailure): RpcProblem {
  const { status, rpcCode, message = '', timedOut, method } = failure;
  const says = message === '' ? '' : ` It says: ${message.slice(0, 200)}`;
  const problem = (code: RpcProblemCode, retryable: boolean, what: string): RpcProblem => ({
    code,
    retryable,
    message: `${endpoint} ${what}${says}`,
  });
  if (timedOut) return problem('rpc.timeout', true, 'did not answer in time.');
  if (status === 429 || rateWords.test(message)) {
    const wait = retryAfterMilliseconds(failure.retryAfter);
    const limited = problem('rpc.rate-limited', true, 'asks for fewer requests.');
    return wait === undefined ? limited : { ...limited, retryAfterMilliseconds: wait };
  }
  if (rpcCode === 3 || /revert/i.test(message)) return problem('rpc.reverted', false, 'says that the call reverts.');
  if (rpcCode === 4444 || prunedWords.test(message)) return problem('rpc.pruned', false, 'no longer keeps this.');
  if (unknownBlockWords.test(message)) return problem('rpc.unknown-block', true, 'does not know the block.');
  if (status === 413 || rangeWords.test(message))
    return problem('rpc.range-too-large', false, 'finds the range too large.');
  if (rpcCode === -32005)
    return method === undefined || method === 'eth_getLogs'
      ? problem('rpc.range-too-large', false, 'finds the range too large.')
      : problem('rpc.rate-limited', true, 'asks for fewer requests.');
  if (rpcCode === -32601 || rpcCode === -32004) return problem('rpc.unsupported', false, 'does not offer this method.');
  if (rpcCode !== undefined) return problem('rpc.failed', true, `answered with the error ${rpcCode}.`);
  if (status === 401 || status === 403 || status === 404) {
    return problem('rpc.refused', false, `refuses us (HTTP ${status}). Check its address and key.`);
  }
  if (status !== undefined && status >= 400) return problem('rpc.unreachable', true, `answered with HTTP ${status}.`);
  return problem('rpc.unreachable', true, 'cannot be reached.');
}

/** `Retry-After` in seconds (RFC 9110, section 10.2.3); a date, which RPC providers do not send, is ignored. */
function retryAfterMilliseconds(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 600) * 1000 : undefined;
}
