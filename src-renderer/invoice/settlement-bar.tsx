import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import type { SettlementView } from '../../shared/app-api/invoice-view.ts';
import { isSettled } from '../../shared/payment/settlement.ts';
import { formatMinor } from '../format/format-money.ts';

/** The share of a whole in percent, for drawing only; between 0 and 100. Minor units. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return Number((part * 10_000n) / whole > 10_000n ? 10_000n : (part * 10_000n) / whole) / 100;
}

/**
 * How far the invoice is settled: received, on its way, what was put right by hand, what remains, and
 * whether that is final.
 */
export function SettlementBar({ settlement, currency }: { settlement: SettlementView; currency: string }) {
  const due = BigInt(settlement.due);
  const received = percentOf(BigInt(settlement.received), due);
  const pending = Math.min(100 - received, percentOf(BigInt(settlement.pending), due));
  return (
    <div className="settlement">
      <div className="settlement-bar" aria-hidden="true">
        <span className="settlement-received" style={{ width: `${received}%` }} />
        <span className="settlement-pending" style={{ width: `${pending}%` }} />
      </div>
      <dl className="settlement-sums">
        {sumsOf(settlement).map(([label, minor]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatMinor(minor, currency)}</dd>
          </div>
        ))}
      </dl>
      <Finality settlement={settlement} />
      {settlement.late ? <p className="muted">A payment came after the due date.</p> : null}
    </div>
  );
}

/** The sums that are more than nothing, and the two that are always told. */
function sumsOf(settlement: SettlementView): [string, string][] {
  const all: [string, string][] = [
    ['Received', settlement.received],
    ['Of that outside', settlement.outside],
    ['Refunded', settlement.refunded],
    ['Credited', settlement.credited],
    ['Let go', settlement.forgiven],
    ['On its way', settlement.pending],
    settlement.over === '0' ? ['Remaining', settlement.remaining] : ['Overpaid by', settlement.over],
  ];
  return all.filter(([label, minor]) => minor !== '0' || label === 'Received' || label === 'Remaining');
}

/** Paid counts already; final cannot be taken back. Nothing is said of money that no chain shows. */
function Finality({ settlement }: { settlement: SettlementView }) {
  if (!isPaidByChain(settlement)) return null;
  const Icon = settlement.isFinal ? LockKeyhole : LockKeyholeOpen;
  return (
    <p className="settlement-finality" data-final={settlement.isFinal ? true : undefined}>
      <Icon size={16} aria-hidden="true" />
      {settlement.isFinal
        ? 'Final: no reorganisation of a chain can take it back.'
        : 'Paid, not final yet: a reorganisation of the chain could still take it back.'}
    </p>
  );
}

/** Tells whether an invoice is settled, and by money of which a chain can say that it is final. */
export function isPaidByChain({ status, received, refunded, outside }: SettlementView): boolean {
  return isSettled(status) && BigInt(received) + BigInt(refunded) > BigInt(outside);
}
