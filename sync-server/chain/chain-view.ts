import { ok, type Result } from '../../shared/result.ts';
import type { BlockRef } from './chain-event.ts';
import type { ChainReader } from './chain-reader.ts';
import type { RpcProblem } from './rpc-problem.ts';

/**
 * One chain out of several that endpoints may show around a reorganisation: the one that ends in `anchor`, which fixes
 * every block below it. Only endpoints that show the anchor are believed.
 */
export interface ChainView {
  readonly anchor: BlockRef;
  /**
   * The hash of the block at a height up to the anchor's; remembered, so that what breaks off goes on where it was.
   * Fails with `rpc.unknown-block` where an endpoint answers, and none shows both the anchor and this height.
   */
  hashAt(number: bigint): Promise<Result<`0x${string}`, RpcProblem>>;
  /** Tells whether the endpoints that were believed show the anchor still. After a failure everything is asked anew. */
  holds(): Promise<Result<true, RpcProblem>>;
}

/**
 * Creates the view of the chain that ends in `anchor`, asking nothing yet.
 * @param endpoint one that has just shown the anchor, and is asked first.
 */
export function createChainView(
  reader: ChainReader,
  anchor: BlockRef & { readonly parentHash: `0x${string}` },
  endpoint?: string,
): ChainView {
  const { number: height, hash } = anchor;
  const known = new Map<bigint, `0x${string}`>();
  const believed = new Set(endpoint === undefined ? [] : [endpoint]);
  const forget = (): void => {
    known.clear();
    known.set(height, hash).set(height - 1n, anchor.parentHash);
  };
  forget();

  async function ask(only: string, number: bigint): Promise<Result<`0x${string}`, RpcProblem>> {
    const found = await hashBy(reader, number, only);
    if (!found.ok || believed.has(only)) return found;
    const shown = await showsAnchor(reader, anchor, only);
    if (!shown.ok) return shown;
    believed.add(only);
    return found;
  }

  return {
    anchor: { number: height, hash },
    async hashAt(number) {
      const before = known.get(number);
      if (before !== undefined) return ok(before);
      const problems: RpcProblem[] = [];
      for (const only of new Set([...believed, ...reader.pool.endpoints])) {
        const found = await ask(only, number);
        if (found.ok) {
          known.set(number, found.value);
          return found;
        }
        problems.push(found.problem);
      }
      const problem = problems.find(({ code }) => code === 'rpc.unknown-block') ?? problems.at(-1);
      return problem ? { ok: false, problem } : unknownBlock(number);
    },
    async holds() {
      for (const only of believed) {
        const shown = await showsAnchor(reader, anchor, only);
        if (shown.ok) continue;
        believed.delete(only);
        forget();
        return shown;
      }
      return ok(true);
    },
  };
}

async function hashBy(reader: ChainReader, number: bigint, only: string): Promise<Result<`0x${string}`, RpcProblem>> {
  const header = await reader.header(number, { only });
  if (!header.ok) return header;
  return header.value?.number === number ? ok(header.value.hash) : unknownBlock(number);
}

async function showsAnchor(
  reader: ChainReader,
  { number, hash }: BlockRef,
  only: string,
): Promise<Result<true, RpcProblem>> {
  const shown = await hashBy(reader, number, only);
  if (!shown.ok) return shown;
  return shown.value === hash ? ok(true) : unknownBlock(number);
}

function unknownBlock(number: bigint): { ok: false; problem: RpcProblem } {
  const message = `No endpoint that answers shows block ${number} of the chain that is followed.`;
  return { ok: false, problem: { code: 'rpc.unknown-block', retryable: true, message } };
}
