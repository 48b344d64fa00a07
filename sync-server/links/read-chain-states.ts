import type { ChainState } from '../../shared/relay-api/links.ts';
import type { RelayContext } from '../relay-context.ts';

/** How far each watched chain has been read, by whichever process follows it. */
export async function readChainStates(context: RelayContext): Promise<ChainState[]> {
  const { kysely } = context.database;
  const cursors = new Map(
    (await kysely.selectFrom('chain_cursors').selectAll().execute()).map((row) => [row.chain_id, row]),
  );
  const statuses = new Map(
    (await kysely.selectFrom('chain_status').selectAll().execute()).map((row) => [row.chain_id, row]),
  );
  return [...context.config.rpc.keys()].map((chainId) => {
    const cursor = cursors.get(chainId);
    const status = statuses.get(chainId);
    return {
      chainId,
      checkedThrough: cursor ? String(cursor.block_number) : null,
      checkedAt: cursor ? new Date(cursor.checked_at).toISOString() : null,
      finalized: cursor?.finalized != null ? String(cursor.finalized) : null,
      status: status?.status ?? 'starting',
      trouble: status?.trouble ?? null,
    };
  });
}
