import {
  Ban,
  BadgeCheck,
  CircleCheck,
  CircleDashed,
  CircleX,
  EyeOff,
  FilePen,
  FileCheck2,
  Globe,
  Lock,
  MailCheck,
  MailPlus,
  MailX,
  RotateCcw,
  ShieldAlert,
  ShieldCheck,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { TimelineEntry } from '../../shared/app-api/timeline-entry.ts';
import { formatInstant } from '../format/format-date.ts';
import { shortHash } from '../format/short-hash.ts';

const looks: Readonly<Record<TimelineEntry['kind'], { icon: LucideIcon; label: string; tone?: 'good' | 'bad' }>> = {
  created: { icon: FilePen, label: 'Draft written' },
  issued: { icon: FileCheck2, label: 'Issued' },
  published: { icon: Globe, label: 'Payment page published' },
  'chains-unwatched': { icon: EyeOff, label: 'Networks that nobody watches', tone: 'bad' },
  'email-queued': { icon: MailPlus, label: 'Email queued' },
  'email-sent': { icon: MailCheck, label: 'Email sent' },
  'email-failed': { icon: MailX, label: 'Email failed', tone: 'bad' },
  'payment-seen': { icon: CircleDashed, label: 'Payment seen' },
  'payment-confirmed': { icon: CircleCheck, label: 'Payment confirmed', tone: 'good' },
  'payment-final': { icon: Lock, label: 'Payment final', tone: 'good' },
  'payment-reversed': { icon: Undo2, label: 'Payment reversed', tone: 'bad' },
  'payment-verified': { icon: ShieldCheck, label: 'Payment verified', tone: 'good' },
  'payment-mismatch': { icon: ShieldAlert, label: 'Payment does not check out', tone: 'bad' },
  'payment-assumed': { icon: CircleDashed, label: 'Payment assumed' },
  'payment-moved': { icon: RotateCcw, label: 'Payment in another block' },
  'payment-unreported': { icon: ShieldAlert, label: 'Payment that the relay did not report', tone: 'bad' },
  'payment-assigned': { icon: FileCheck2, label: 'Payment assigned' },
  'payment-released': { icon: Undo2, label: 'Payment taken off' },
  'tolerance-used': { icon: BadgeCheck, label: 'Within the tolerance' },
  'refund-recorded': { icon: Undo2, label: 'Refund recorded' },
  'refund-verified': { icon: ShieldCheck, label: 'Refund verified', tone: 'good' },
  'refund-mismatch': { icon: ShieldAlert, label: 'Refund does not check out', tone: 'bad' },
  'paid-outside': { icon: CircleCheck, label: 'Paid outside' },
  credited: { icon: FilePen, label: 'Credit note' },
  'written-off': { icon: Ban, label: 'Written off' },
  'adjustment-undone': { icon: RotateCcw, label: 'Undone' },
  'receipt-queued': { icon: MailPlus, label: 'Receipt queued' },
  'receipt-sent': { icon: MailCheck, label: 'Receipt sent' },
  settled: { icon: BadgeCheck, label: 'Paid', tone: 'good' },
  unsettled: { icon: CircleX, label: 'No longer paid', tone: 'bad' },
  voided: { icon: Ban, label: 'Voided' },
  reinstated: { icon: RotateCcw, label: 'Reinstated' },
};

/** What has happened to an invoice, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const newestFirst = [...entries].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ol className="timeline">
      {newestFirst.map((entry) => {
        const { icon: Icon, label, tone } = looks[entry.kind];
        return (
          <li key={entry.id} data-tone={tone}>
            <Icon size={16} aria-hidden="true" />
            <div>
              <span className="timeline-label">{label}</span>
              {entry.detail && entry.detail !== `${label}.` ? (
                <span className="timeline-detail">{entry.detail}</span>
              ) : null}
              {entry.txHash ? <span className="timeline-detail mono">{shortHash(entry.txHash)}</span> : null}
            </div>
            <time dateTime={entry.at}>{formatInstant(entry.at)}</time>
          </li>
        );
      })}
    </ol>
  );
}
