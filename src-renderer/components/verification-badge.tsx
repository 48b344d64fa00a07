import { ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestion, type LucideIcon } from 'lucide-react';
import type { Verification } from '../../shared/app-api/payment-view.ts';

type Labels = Readonly<Record<Verification['status'], string>>;

const looks: Readonly<Record<Verification['status'], { icon: LucideIcon; tone: string }>> = {
  verified: { icon: ShieldCheck, tone: 'good' },
  waiting: { icon: ShieldEllipsis, tone: 'neutral' },
  unchecked: { icon: ShieldQuestion, tone: 'neutral' },
  mismatch: { icon: ShieldAlert, tone: 'bad' },
};

/** For what the relay reported. */
const reported: Labels = {
  verified: 'Verified on your endpoint',
  waiting: 'Relay’s word; your own check is under way',
  unchecked: 'Relay’s word; no endpoint of your own is set',
  mismatch: 'Mismatch: your endpoint disagrees, so it is not counted',
};

/** For what the owner wrote down, or the own endpoint found. */
const recorded: Labels = {
  verified: 'Verified on your endpoint',
  waiting: 'Your endpoint is being asked; it counts once it is confirmed',
  unchecked: 'Not checked: no endpoint of your own is set',
  mismatch: 'Mismatch: your endpoint does not show it, so it is not counted',
};

interface VerificationBadgeProps {
  verification: Verification;
  /** Whose word it is beside: the relay's, or the owner's own. */
  source?: 'reported' | 'recorded';
}

/** What the owner's own endpoint says of a transfer: an icon and words, never colour alone. */
export function VerificationBadge({ verification, source = 'reported' }: VerificationBadgeProps) {
  const { icon: Icon, tone } = looks[verification.status];
  const labels = source === 'reported' ? reported : recorded;
  return (
    <p className={`verification verification-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>
        {labels[verification.status]}
        {verification.detail ? <span className="muted-block">{verification.detail}</span> : null}
      </span>
    </p>
  );
}
