/** @jsxImportSource preact */
import type { FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import { calendarDate, money } from '../state/format.ts';
import type { OpenedLink } from '../state/page-state.ts';
import type { Standing } from '../state/standing.ts';
import type { StatusWords } from '../state/status-words.ts';
import { Icon } from './icons.tsx';
import { PdfButton } from './pdf-button.tsx';
import { Typed } from './typed.tsx';

interface SummaryProps {
  readonly link: OpenedLink;
  readonly standing: Standing;
  readonly status: StatusWords;
}

/** Who asks, for how much, until when, and by whose signature. */
export function Summary({ link, standing, status }: SummaryProps) {
  const { invoice } = link.signed.payable;
  const isPartly =
    (standing.received > 0n || standing.otherwise > 0n) &&
    standing.outstanding > 0n &&
    standing.phase !== 'void' &&
    standing.phase !== 'settled';
  return (
    <header class="card summary">
      <div class="summary-top">
        <p class="eyebrow">
          Invoice <Typed text={invoice.number} />
        </p>
        <span class={`badge badge-${status.tone}`}>{status.label}</span>
      </div>
      <h1>
        <Typed text={invoice.seller.name || 'Unnamed seller'} />
      </h1>
      <p class={`sum ${standing.phase === 'void' ? 'sum-void' : ''}`}>
        {money(invoice.totals.total, invoice.currency)}
      </p>
      {isPartly ? (
        <p class="remaining">
          <strong>{money(standing.outstanding, invoice.currency)}</strong> still to pay
        </p>
      ) : null}
      <OtherwiseLine otherwise={standing.otherwise} currency={invoice.currency} />
      <DueLine invoice={invoice} standing={standing} />
      <Signature fingerprint={link.fingerprint} seller={invoice.seller.name} />
      <PdfButton link={link} />
    </header>
  );
}

function OtherwiseLine({ otherwise, currency }: { readonly otherwise: bigint; readonly currency: string }) {
  if (otherwise === 0n) return null;
  const words = otherwise > 0n ? 'Credited or paid otherwise' : 'Sent back by the seller';
  return (
    <p class="otherwise">
      {words}: {money(otherwise < 0n ? -otherwise : otherwise, currency)}
    </p>
  );
}

function DueLine({ invoice, standing }: { readonly invoice: FrozenInvoice; readonly standing: Standing }) {
  return (
    <p class={`due ${standing.overdue ? 'due-over' : ''}`}>
      <Icon name="clock" />
      <span>
        Due <time dateTime={invoice.dueDate}>{calendarDate(invoice.dueDate)}</time>
        {standing.overdue ? ' — overdue' : ''}
      </span>
    </p>
  );
}

function Signature({ fingerprint, seller }: { readonly fingerprint: string; readonly seller: string }) {
  return (
    <details class="signature">
      <summary>
        <Icon name="shield" />
        <span>
          Signature checked <span class="fingerprint mono">{fingerprint}</span>
        </span>
      </summary>
      <p class="fine">
        Your browser checked that this invoice, its amounts and its payment addresses are exactly what was signed with
        the key of this fingerprint. It is also printed on the PDF. To be sure that the key is the seller’s own, compare
        it with what {seller ? <Typed text={seller} /> : 'the seller'} told you in another way.
      </p>
    </details>
  );
}
