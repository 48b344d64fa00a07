import { ok, type Result } from '../../shared/result.ts';
import type { BlockRef } from './chain-event.ts';
import type { ChainReader, Header } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/**
 * One chain out of several that endpoints may show around a reorganisation: the one that ends in `anchor`, which fixes
 * every block below it. Only endpoints that show the anchor are believed.
 */
export interface ChainView {
  readonly anchor: BlockRef;
  /**
   * The hash of the block at a height up to the anchor's; remembered, so that what breaks off goes on where it was.
   * Fails with `rpc.unknown-block` where no endpoint that answers shows both the anchor and this height.
   */
  hashAt(number: bigint): Promise<Result<`0x${string}`, RpcProblem>>;
  /** Tells whether the endpoints that were believed show the anchor still; the same failures. */
  holds(): Promise<Result<true, RpcProblem>>;
}

/** Creates the view of the chain that `anchor` ends, asking nothing yet; a header's own endpoint is believed at once. */
export function createChainView(reader: ChainReader, anchor: BlockRef & Partial<Header>): ChainView {
  const hashes = new Map([[anchor.number, anchor.hash]]);
  if (anchor.parentHash !== undefined) hashes.set(anchor.number - 1n, anchor.parentHash);
  const believed = new Set(anchor.endpoint === undefined ? [] : [anchor.endpoint]);

  async function showsAnchor(endpoint: string): Promise<Result<true, RpcProblem>> {
    const shown = await reader.header(anchor.number, { only: endpoint });
    if (!shown.ok) return shown;
    return shown.value?.hash === anchor.hash ? ok(true) : unknownBlock(anchor.number);
  }

  async function ask(number: bigint, avoid?: string): Promise<Result<Header, RpcProblem>> {
    const [prefer] = believed;
    const header = await reader.header(number, {
      ...(prefer === undefined ? {} : { prefer }),
      ...(avoid === undefined ? {} : { avoid }),
    });
    if (!header.ok) return header;
    if (header.value?.number !== number) return unknownBlock(number);
    const { endpoint } = header.value;
    if (believed.has(endpoint)) return ok(header.value);
    const shown = await showsAnchor(endpoint);
    if (shown.ok) {
      believed.add(endpoint);
      return ok(header.value);
    }
    const other = avoid === undefined ? await ask(number, endpoint) : shown;
    return other.ok ? other : shown;
  }

  return {
    anchor: { number: anchor.number, hash: anchor.hash },
    async hashAt(number) {
      const known = hashes.get(number);
      if (known !== undefined) return ok(known);
      const header = await ask(number);
      if (!header.ok) return header;
      hashes.set(number, header.value.hash);
      return ok(header.value.hash);
    },
    async holds() {
      for (const endpoint of believed) {
        const shown = await showsAnchor(endpoint);
        if (!shown.ok) return shown;
      }
      return ok(true);
    },
  };
}

function unknownBlock(number: bigint): { ok: false; problem: RpcProblem } {
  const message = `No endpoint that answers shows block ${number} of the chain that is followed.`;
  return { ok: false, problem: { code: 'rpc.unknown-block', retryable: true, message } };
}
