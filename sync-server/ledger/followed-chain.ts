import type { EndpointPool } from '../chain/endpoint-pool.ts';
import type { RelayContext } from '../relay-context.ts';
import type { CalldataSource } from './attribute-transfers.ts';
import type { Turns } from './turns.ts';
import type { WatchedAddresses } from './watched-addresses.ts';

/** One chain as its ledger follows it. */
export interface FollowedChain {
  readonly context: RelayContext;
  readonly chainId: number;
  readonly pool: EndpointPool;
  /** Contracts that were checked, lower case. */
  readonly tokens: readonly `0x${string}`[];
  readonly calldataOf: CalldataSource;
  readonly watched: WatchedAddresses;
  /** Blocks, scans and agreements write the same payments: each waits for its turn. */
  readonly turns: Turns;
  /** Whole tokens from which a second endpoint must agree; null where there is only one. */
  readonly agreementAbove: bigint | null;
  /** Blocks to ask for in the next page of a scan of the past, and how far it may grow now. */
  readonly scanPage: { blocks: number; limit: number };
  readonly signal: AbortSignal;
}
