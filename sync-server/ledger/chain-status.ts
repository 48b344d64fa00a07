import { findChain } from '../../shared/money/chain.ts';
import type { ChainState } from '../../shared/relay-api/links.ts';
import type { EndpointPool } from '../chain/endpoint-pool.ts';
import type { RelayContext } from '../relay-context.ts';

/** Writes how a chain fares where every process can read it; only changes are written. */
export interface StatusKeeper {
  set(status: ChainState['status'], trouble: string | null): Promise<void>;
  /** Looks at the endpoints: unreachable when none can be asked. */
  check(): Promise<void>;
  /** No endpoint keeps the blocks that must be read next: said until a block is applied. */
  stuck(): Promise<void>;
  /** A block was applied; `timestamp` is its Unix seconds. */
  progressed(number: bigint, timestamp: number): Promise<void>;
}

/** Blocks behind the head from which a chain counts as catching up. */
const behindBlocks = 5n;

/** Creates the keeper of one chain's status. Its words name no endpoint: addresses can hold keys. */
export function createStatusKeeper(context: RelayContext, chainId: number, pool: EndpointPool): StatusKeeper {
  let last = '';
  let before: ChainState['status'] = 'starting';
  let hole: string | null = null;
  let head = 0n;
  const name = findChain(chainId)?.name ?? `chain ${chainId}`;
  const set: StatusKeeper['set'] = async (status, trouble) => {
    if (status !== 'unreachable') before = status;
    const now = `${status}:${trouble ?? ''}`;
    if (now === last) return;
    last = now;
    await context.database.kysely
      .insertInto('chain_status')
      .values({ chain_id: chainId, status, trouble })
      .onConflict((conflict) => conflict.column('chain_id').doUpdateSet({ status, trouble }))
      .execute();
    await context.hub.publish([{ type: 'chain', chainId }]);
  };
  return {
    set,
    async check() {
      const endpoints = pool.status();
      const failing = endpoints.filter((endpoint) => endpoint.problem !== null);
      if (failing.length < endpoints.length) return set(hole === null ? before : 'catching-up', hole);
      if (failing.some((endpoint) => endpoint.problem?.code === 'chain.reorg-too-deep'))
        return set(
          'unreachable',
          `The nodes of ${name} show another chain than the one read so far. The relay's operator must look.`,
        );
      return set('unreachable', `No node of ${name} answers. Payments are found once one does.`);
    },
    stuck() {
      hole = `No node of ${name} keeps the blocks that must be read next. The relay's operator must add one that does.`;
      return set('catching-up', hole);
    },
    async progressed(number, timestamp) {
      hole = null;
      const usual = 60 + 20 * (findChain(chainId)?.blockTimeSeconds ?? 12);
      if (context.now() / 1_000 - timestamp < usual) return set('following', null);
      // An old block: either there is much to read still, or the chain itself is quiet.
      if (head - number <= behindBlocks) {
        const answer = await pool.request('eth_blockNumber', []);
        head = answer.ok ? BigInt(String(answer.value.value)) : 0n;
      }
      return set(head - number > behindBlocks ? 'catching-up' : 'following', null);
    },
  };
}
