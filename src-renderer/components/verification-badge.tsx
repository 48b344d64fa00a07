import { ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestion, type LucideIcon } from 'lucide-react';
import type { Verification } from '../../shared/app-api/views.ts';

const badges: Readonly<Record<Verification['status'], { icon: LucideIcon; label: string; tone: string }>> = {
  verified: { icon: ShieldCheck, label: 'Verified on your endpoint', tone: 'good' },
  waiting: { icon: ShieldEllipsis, label: 'Relay’s word; your own check is under way', tone: 'neutral' },
  unchecked: { icon: ShieldQuestion, label: 'Relay’s word; no endpoint of your own is set', tone: 'neutral' },
  mismatch: { icon: ShieldAlert, label: 'Mismatch: your endpoint disagrees, so it is not counted', tone: 'bad' },
};

interface VerificationBadgeProps {
  verification: Verification;
  /** What stands in place of the usual words, where no relay speaks of it. */
  labels?: Partial<Readonly<Record<Verification['status'], string>>>;
}

/** What the owner's own endpoint says of a transfer: an icon and words, never colour alone. */
export function VerificationBadge({ verification, labels }: VerificationBadgeProps) {
  const { icon: Icon, label, tone } = badges[verification.status];
  return (
    <p className={`verification verification-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>
        {labels?.[verification.status] ?? label}
        {verification.detail ? <span className="muted-block">{verification.detail}</span> : null}
      </span>
    </p>
  );
}
