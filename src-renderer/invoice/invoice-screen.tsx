import { Redirect } from 'wouter';
import type { InvoiceView, WorkspaceView } from '../../shared/app-api/views.ts';
import { DeliveryList } from '../components/delivery-list.tsx';
import { Page } from '../components/page.tsx';
import { PdfView } from '../components/pdf-view.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import { StateChip } from '../components/state-chip.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { formatDate, formatRelativeDate, localDate } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { furthestBehind } from '../format/pending-payment.ts';
import { InvoiceActions } from './invoice-actions.tsx';
import { NotFound } from './not-found.tsx';
import { PaymentList } from './payment-list.tsx';
import { SettlementBar } from './settlement-bar.tsx';
import { Timeline } from './timeline.tsx';
import { useInvoicePdf } from './use-invoice-pdf.ts';

/** One issued invoice: what it says, what has come in, and what has happened. */
export function InvoiceScreen({ id, workspace }: { id: string; workspace: WorkspaceView }) {
  const { value: view } = useWatch('invoice', { id });
  if (view === null) return <NotFound />;
  if (!view) return <SlowSpinner label="Opening the invoice…" />;
  if (view.lifecycle === 'draft') return <Redirect to={`/invoices/${id}/edit`} replace />;
  return <IssuedInvoice view={view} workspace={workspace} />;
}

function IssuedInvoice({ view, workspace }: { view: InvoiceView; workspace: WorkspaceView }) {
  const pdf = useInvoicePdf(view.id);
  const invoice = view.signed?.payable.invoice;
  if (!invoice) return <NotFound />;
  const openJobs = view.jobs.filter((job) => job.status !== 'done');
  return (
    <Page
      title={invoice.number}
      className="invoice-page"
      back={{ href: '/invoices', label: 'Back to invoices' }}
      heading={
        <span className="invoice-heading">
          {invoice.number}
          <StateChip state={view.state} pending={furthestBehind(view.payments)} />
        </span>
      }
      actions={<InvoiceActions view={view} number={invoice.number} workspace={workspace} pdf={pdf} />}
    >
      <div className="invoice-columns">
        <div className="invoice-main">
          <section className="invoice-summary" aria-label="Summary">
            <p className="invoice-total">{formatMinor(invoice.totals.total, invoice.currency)}</p>
            <dl className="facts facts-row">
              <Fact
                label="Client"
                value={invoice.buyer.name || invoice.buyer.email}
                note={invoice.buyer.name ? invoice.buyer.email : ''}
              />
              <Fact label="Issued" value={formatDate(invoice.issueDate)} />
              <Fact label="Due" value={formatDate(invoice.dueDate)} note={dueNote(view, invoice.dueDate)} />
            </dl>
            {view.settlement && (view.lifecycle === 'issued' || view.payments.length > 0) ? (
              <SettlementBar settlement={view.settlement} currency={invoice.currency} />
            ) : null}
          </section>
          {openJobs.length > 0 ? (
            <section className="card" aria-labelledby="deliveries">
              <h2 id="deliveries">Delivery</h2>
              <DeliveryList jobs={openJobs} />
            </section>
          ) : null}
          <section className="card" aria-labelledby="payments">
            <h2 id="payments">Payments</h2>
            <PaymentList payments={view.payments} currency={invoice.currency} isAwaited={view.lifecycle === 'issued'} />
          </section>
          <section className="card" aria-labelledby="timeline">
            <h2 id="timeline">Timeline</h2>
            <Timeline entries={view.timeline} />
          </section>
        </div>
        <aside className="invoice-side" aria-label="The invoice as sent">
          <PdfView content={pdf?.content ?? null} label={`Invoice ${invoice.number}`} />
          {view.signatureFingerprint ? (
            <p className="fingerprint">
              Signed by you · <span className="mono">{view.signatureFingerprint}</span>
            </p>
          ) : null}
        </aside>
      </div>
    </Page>
  );
}

function Fact({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">
        {value}
        {note ? <span className="muted-block">{note}</span> : null}
      </dd>
    </div>
  );
}

function dueNote(view: InvoiceView, dueDate: string): string {
  const isOwed = view.state === 'open' || view.state === 'overdue' || view.state === 'partial';
  return isOwed ? formatRelativeDate(dueDate, localDate(new Date())) : '';
}
