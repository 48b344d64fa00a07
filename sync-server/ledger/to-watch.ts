import type { Watch } from '../../shared/payment/watch.ts';
import type { WatchRow } from '../storage/schema.ts';

/** A stored watch as attribution reads it; its rest is not part of the row. */
export function toWatch(row: WatchRow): Watch {
  return {
    linkId: row.link_id,
    chainId: row.chain_id,
    token: row.token as `0x${string}`,
    address: row.address as `0x${string}`,
    ownAddress: row.own_address === 1,
    exact: BigInt(row.exact),
    tagged: BigInt(row.tagged),
    tag: row.tag,
    expiresAt: row.expires_at,
    monitorUntil: row.monitor_until,
    isOpen: row.asks !== 0,
    assume: row.assume === 1,
    issuedAt: row.issued_at,
    confirmations: row.confirmations,
  };
}
