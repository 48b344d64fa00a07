import { Lock, LockOpen } from 'lucide-react';
import type { SettlementView } from '../../shared/app-api/views.ts';
import { formatMinor } from '../format/format-money.ts';

/** The share of a whole in percent, for drawing only; between 0 and 100. Minor units. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return Number((part * 10_000n) / whole > 10_000n ? 10_000n : (part * 10_000n) / whole) / 100;
}

interface SettlementBarProps {
  settlement: SettlementView;
  currency: string;
  /** Whether anything came by a chain: only that can be taken back. */
  hasPayments: boolean;
}

/** How far the invoice is settled: received, on its way, what remains, and what was put right by hand. */
export function SettlementBar({ settlement, currency, hasPayments }: SettlementBarProps) {
  const due = BigInt(settlement.due);
  const received = percentOf(BigInt(settlement.received), due);
  const pending = Math.min(100 - received, percentOf(BigInt(settlement.pending), due));
  const { over, remaining } = settlement;
  return (
    <div className="settlement">
      <div className="settlement-bar" aria-hidden="true">
        <span className="settlement-received" style={{ width: `${received}%` }} />
        <span className="settlement-pending" style={{ width: `${pending}%` }} />
      </div>
      <dl className="settlement-sums">
        <Sum label="Received" minor={settlement.received} currency={currency} always />
        <Sum label="Of it outside" minor={settlement.outside} currency={currency} />
        <Sum label="On its way" minor={settlement.pending} currency={currency} />
        <Sum label="Credited" minor={settlement.credited} currency={currency} />
        <Sum label="Refunded" minor={settlement.refunded} currency={currency} />
        <Sum label="Let go" minor={settlement.forgiven} currency={currency} />
        <Sum
          label={over === '0' ? 'Remaining' : 'Overpaid by'}
          minor={over === '0' ? remaining : over}
          currency={currency}
          always
        />
      </dl>
      <Finality settlement={settlement} hasPayments={hasPayments} />
      {settlement.late ? <p className="muted">A payment came after the due date.</p> : null}
    </div>
  );
}

interface SumProps {
  label: string;
  minor: string;
  currency: string;
  /** Shown also when it is nothing. */
  always?: boolean;
}

function Sum({ label, minor, currency, always }: SumProps) {
  if (minor === '0' && !always) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{formatMinor(minor, currency)}</dd>
    </div>
  );
}

/** Paid and final are two things: what is paid counts, what is final can no longer be taken back. */
function Finality({ settlement, hasPayments }: Pick<SettlementBarProps, 'settlement' | 'hasPayments'>) {
  const isSettled = settlement.status === 'paid' || settlement.status === 'overpaid';
  if (!isSettled || !hasPayments) return null;
  const Icon = settlement.isFinal ? Lock : LockOpen;
  return (
    <p className="finality" data-final={settlement.isFinal ? true : undefined}>
      <Icon size={14} aria-hidden="true" />
      {settlement.isFinal
        ? 'Paid and final: no reorganisation can take it back.'
        : 'Paid, not final yet: it counts, but a deep reorganisation could still take it back.'}
    </p>
  );
}
