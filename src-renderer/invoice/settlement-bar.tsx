import type { SettlementView } from '../../shared/app-api/views.ts';
import { formatMinor } from '../format/format-money.ts';

/** The share of a whole in percent, for drawing only; between 0 and 100. Minor units. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return Number((part * 10_000n) / whole > 10_000n ? 10_000n : (part * 10_000n) / whole) / 100;
}

/** How far the invoice is settled: received, on its way, and what remains. */
export function SettlementBar({ settlement, currency }: { settlement: SettlementView; currency: string }) {
  const due = BigInt(settlement.due);
  const received = percentOf(BigInt(settlement.received), due);
  const pending = Math.min(100 - received, percentOf(BigInt(settlement.pending), due));
  const money = (minor: string): string => formatMinor(minor, currency);
  return (
    <div className="settlement">
      <div className="settlement-bar" aria-hidden="true">
        <span className="settlement-received" style={{ width: `${received}%` }} />
        <span className="settlement-pending" style={{ width: `${pending}%` }} />
      </div>
      <dl className="settlement-sums">
        <div>
          <dt>Received</dt>
          <dd>{money(settlement.received)}</dd>
        </div>
        {settlement.pending === '0' ? null : (
          <div>
            <dt>On its way</dt>
            <dd>{money(settlement.pending)}</dd>
          </div>
        )}
        {settlement.over === '0' ? (
          <div>
            <dt>Remaining</dt>
            <dd>{money(settlement.remaining)}</dd>
          </div>
        ) : (
          <div>
            <dt>Overpaid by</dt>
            <dd>{money(settlement.over)}</dd>
          </div>
        )}
      </dl>
      {settlement.late ? <p className="muted">A payment came after the due date.</p> : null}
    </div>
  );
}
