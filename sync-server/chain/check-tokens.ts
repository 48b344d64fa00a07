import { decodeFunctionResult, encodeFunctionData, erc20Abi, hexToString, type Hex } from 'viem';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { EndpointPool } from './endpoint-pool.ts';
import type { RpcProblem } from './rpc-problem.ts';

/** What the registry says of a token; `onChainSymbols` are the answers of `symbol()` that are right. */
export interface ExpectedToken {
  readonly address: Hex;
  readonly symbol: string;
  readonly onChainSymbols: readonly string[];
  readonly decimals: number;
}

/** A token whose contract does not say what the registry says; `found` is null where there is no such contract. */
export interface TokenDisagreement {
  readonly address: Hex;
  readonly symbol: string;
  readonly found: { readonly symbol: string; readonly decimals: number } | null;
  /** One sentence for a person. */
  readonly message: string;
}

/**
 * Asks each token's contract for `decimals()` and `symbol()` (EIP-20) and returns the tokens that disagree with the
 * registry: none of these may be credited. Two requests for each token.
 */
export async function checkTokens(
  pool: EndpointPool,
  tokens: readonly ExpectedToken[],
  signal?: AbortSignal,
): Promise<Result<TokenDisagreement[], RpcProblem>> {
  const disagreements: TokenDisagreement[] = [];
  for (const token of tokens) {
    const found = await readToken(pool, token.address, signal);
    if (!found.ok) return found;
    const message = describeDisagreement(token, found.value);
    if (message) disagreements.push({ address: token.address, symbol: token.symbol, found: found.value, message });
  }
  return ok(disagreements);
}

function describeDisagreement(token: ExpectedToken, found: TokenDisagreement['found']): string | undefined {
  const name = `${token.symbol} at ${token.address}`;
  if (found === null) return `${name} is not an ERC-20 contract on this chain.`;
  if (found.decimals !== token.decimals) return `${name} has ${found.decimals} decimals, not ${token.decimals}.`;
  if (!token.onChainSymbols.includes(found.symbol)) {
    return `${name} calls itself "${found.symbol}", not "${token.onChainSymbols.join('" or "')}".`;
  }
  return undefined;
}

async function readToken(
  pool: EndpointPool,
  address: Hex,
  signal: AbortSignal | undefined,
): Promise<Result<TokenDisagreement['found'], RpcProblem>> {
  const decimals = await call(pool, address, 'decimals', signal);
  if (!decimals.ok) return decimals;
  const symbol = await call(pool, address, 'symbol', signal);
  if (!symbol.ok) return symbol;
  try {
    return ok({
      decimals: decodeFunctionResult({ abi: erc20Abi, functionName: 'decimals', data: decimals.value }),
      symbol: decodeSymbol(symbol.value),
    });
  } catch {
    // No code at the address answers "0x"; another contract answers something else.
    return ok(null);
  }
}

async function call(
  pool: EndpointPool,
  to: Hex,
  functionName: 'decimals' | 'symbol',
  signal: AbortSignal | undefined,
): Promise<Result<Hex, RpcProblem>> {
  const data = encodeFunctionData({ abi: erc20Abi, functionName });
  const answer = await pool.request('eth_call', [{ to, data }, 'latest'], signal === undefined ? {} : { signal });
  if (!answer.ok) return answer.problem.code === 'rpc.reverted' ? ok('0x') : answer;
  const { value, endpoint } = answer.value;
  if (typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)) return ok(value as Hex);
  return fail('rpc.bad-answer', `${endpoint} answered eth_call with something else than bytes.`, { retryable: true });
}

/** Some early tokens (the first Dai) answer with 32 bytes instead of a string. */
function decodeSymbol(data: Hex): string {
  if (data.length === 66) return hexToString(data, { size: 32 }).replaceAll('\0', '');
  return decodeFunctionResult({ abi: erc20Abi, functionName: 'symbol', data });
}
