import { erc20Abi } from 'viem';
import type { Address } from '../../../shared/money/address.ts';
import { tokensOn, type Token } from '../../../shared/money/token.ts';
import { openEndpoint } from '../own-chain/own-endpoint.ts';

/** What one address holds of one of the registry's tokens; never nothing. */
export interface HeldToken {
  readonly holder: Address;
  readonly token: Token;
  readonly units: bigint;
}

/**
 * Bytes of calldata in one question, some 500 balances: nodes allow one call 50,000,000 gas, a
 * balance takes up to 30,000.
 */
const batchSize = 20_000;

/**
 * Reads what these addresses hold on a chain in every token of the registry, whatever their invoices ask for, by the
 * first endpoint that answers; a token that does not answer is left out. Rejects with the last endpoint's error, and
 * where there is no endpoint.
 */
export async function readForwarderBalances(
  endpoints: readonly string[],
  chainId: number,
  holders: readonly Address[],
): Promise<HeldToken[]> {
  const asked = holders.flatMap((holder) => tokensOn(chainId).map((token) => ({ holder, token })));
  return byFirst(endpoints, async (endpoint) => {
    const client = await openEndpoint(endpoint, chainId);
    const answers = await client.multicall({
      contracts: asked.map(({ holder, token }) => ({
        abi: erc20Abi,
        address: token.address,
        functionName: 'balanceOf' as const,
        args: [holder] as const,
      })),
      deployless: true,
      batchSize,
    });
    // One token that fails is that token's affair; when all do, the endpoint did not answer.
    const [first] = answers;
    if (first?.status === 'failure' && answers.every(({ status }) => status === 'failure')) throw first.error;
    return asked.flatMap(({ holder, token }, at) => {
      const units = answers[at]?.result ?? 0n;
      return units > 0n ? [{ holder, token, units }] : [];
    });
  });
}

/**
 * Tells which of these addresses hold some of the chain's own coin, by the first endpoint that
 * answers; rejects as above.
 */
export function findCoinHolders(
  endpoints: readonly string[],
  chainId: number,
  holders: readonly Address[],
): Promise<Address[]> {
  return byFirst(endpoints, async (endpoint) => {
    const client = await openEndpoint(endpoint, chainId);
    const found: Address[] = [];
    for (let at = 0; at < holders.length; at += atOnce) {
      const some = holders.slice(at, at + atOnce);
      const coins = await Promise.all(some.map((address) => client.getBalance({ address })));
      found.push(...some.filter((_, index) => coins[index] !== 0n));
    }
    return found;
  });
}

/** Balances of the coin asked for at the same time. */
const atOnce = 8;

async function byFirst<Answer>(
  endpoints: readonly string[],
  ask: (endpoint: string) => Promise<Answer>,
): Promise<Answer> {
  let failure: unknown = new Error('no endpoint of your own is set');
  for (const endpoint of endpoints) {
    try {
      return await ask(endpoint);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
