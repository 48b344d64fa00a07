import { Link } from 'wouter';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { Notice } from '../components/notice.tsx';

/** Says that a number was given out twice, which it is not in a folder of its own, and how to put it right. */
export function SameNumberNotice({ number, others }: { number: string; others: InvoiceView['sameNumber'] }) {
  const [other] = others;
  if (!other) return null;
  return (
    <Notice tone="warning" title={`Another invoice is ${number} as well`}>
      <p>
        The number was given out twice, as happens where a data folder was put back from an older copy, or copied to a
        second computer. Void this one or{' '}
        <Link href={`/invoices/${other.id}`}>the one for {other.buyerName || 'another client'}</Link>, and issue it
        anew. A second computer is better set up from the recovery phrase: it gets numbers and addresses of its own.
      </p>
    </Notice>
  );
}
