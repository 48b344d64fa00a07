import { LockKeyhole } from 'lucide-react';
import { Redirect } from 'wouter';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import type { FrozenInvoice } from '../../shared/invoice/frozen-invoice.ts';
import { calendarDateAt } from '../../shared/invoice/calendar-date.ts';
import { Awaited } from '../components/awaited.tsx';
import { CheckedThrough } from '../components/checked-through.tsx';
import { DeliveryList } from '../components/delivery-list.tsx';
import { Page } from '../components/page.tsx';
import { PdfView } from '../components/pdf-view.tsx';
import { StateChip } from '../components/state-chip.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { formatDate, formatRelativeDate } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { furthestBehind } from '../format/pending-payment.ts';
import { AdjustmentList } from './adjustment-list.tsx';
import { availableActions } from './available-actions.ts';
import { InvoiceActions } from './invoice-actions.tsx';
import { NotFound } from './not-found.tsx';
import { OverpaidNotice } from './overpaid-notice.tsx';
import { PaymentList } from './payment-list.tsx';
import { RemedyDialog } from './remedy-dialog.tsx';
import { SameNumberNotice } from './same-number-notice.tsx';
import { isPaidByChain, SettlementBar } from './settlement-bar.tsx';
import { Timeline } from './timeline.tsx';
import { useInvoicePdf } from './use-invoice-pdf.ts';
import { useRemedies } from './use-remedies.ts';
import { useRemedyDialog, type Remedy } from './use-remedy-dialog.ts';
import { VoidPaidNotice } from './void-paid-notice.tsx';

/** One issued invoice: what it says, what has come in, and what has happened. */
export function InvoiceScreen({ id, workspace }: { id: string; workspace: WorkspaceView }) {
  const { value: view, problem } = useWatch('invoice', { id });
  if (view === null) return <NotFound />;
  if (!view) return <Awaited label="Opening the invoice…" problem={problem} />;
  if (view.lifecycle === 'draft') return <Redirect to={`/invoices/${id}/edit`} replace />;
  return <IssuedInvoice view={view} workspace={workspace} />;
}

function IssuedInvoice({ view, workspace }: { view: InvoiceView; workspace: WorkspaceView }) {
  const { pdf, isMissing } = useInvoicePdf(view.id);
  const remedies = useRemedyDialog();
  const invoice = view.signed?.payable.invoice;
  if (!invoice) return <NotFound />;
  const { number } = invoice;
  return (
    <Page
      title={number}
      className="invoice-page"
      back={{ href: '/invoices', label: 'Back to invoices' }}
      heading={
        <span className="invoice-heading">
          {number}
          <StateChip state={view.state} pending={furthestBehind(view.payments)} />
          {view.settlement?.isFinal && isPaidByChain(view.settlement) ? <FinalChip /> : null}
        </span>
      }
      actions={<InvoiceActions view={view} number={number} workspace={workspace} pdf={pdf} onRemedy={remedies.open} />}
    >
      <div className="invoice-columns">
        <InvoiceMain view={view} invoice={invoice} workspace={workspace} onRemedy={remedies.open} />
        <aside className="invoice-side" aria-label="The invoice as sent">
          <PdfView content={pdf?.content ?? null} isMissing={isMissing} label={`Invoice ${number}`} />
          {view.signatureFingerprint ? (
            <p className="fingerprint">
              Signed by you · <span className="mono">{view.signatureFingerprint}</span>
            </p>
          ) : null}
        </aside>
      </div>
      <RemedyDialog state={remedies} view={view} number={number} workspace={workspace} />
    </Page>
  );
}

/** Beside "Paid": that it stays so. */
function FinalChip() {
  return (
    <span className="chip chip-neutral">
      <LockKeyhole size={14} aria-hidden="true" />
      Final
    </span>
  );
}

interface SummaryProps {
  view: InvoiceView;
  invoice: FrozenInvoice;
  onRemedy: (remedy: Remedy) => void;
}

function InvoiceMain({ view, invoice, workspace, onRemedy }: SummaryProps & { workspace: WorkspaceView }) {
  const { currency } = invoice;
  const payable = new Set(view.signed?.payable.terms.options.map(({ chainId }) => chainId));
  const openJobs = view.jobs.filter((job) => job.status !== 'done');
  return (
    <div className="invoice-main">
      <Summary view={view} invoice={invoice} onRemedy={onRemedy} />
      {openJobs.length > 0 ? (
        <section className="card" aria-labelledby="deliveries">
          <h2 id="deliveries">Delivery</h2>
          <DeliveryList jobs={openJobs} />
        </section>
      ) : null}
      <section className="card" aria-labelledby="payments">
        <h2 id="payments">Payments</h2>
        <PaymentList
          payments={view.payments}
          adjustments={view.adjustments}
          currency={currency}
          isAwaited={view.lifecycle === 'issued' && view.settlement?.remaining !== '0'}
        />
        <CheckedThrough chains={workspace.chains} only={payable} />
      </section>
      {view.adjustments.length > 0 ? (
        <section className="card" aria-labelledby="adjustments">
          <h2 id="adjustments">Adjustments</h2>
          <AdjustmentList adjustments={view.adjustments} currency={currency} onRemedy={onRemedy} />
        </section>
      ) : null}
      <section className="card" aria-labelledby="timeline">
        <h2 id="timeline">Timeline</h2>
        <Timeline entries={view.timeline} />
      </section>
    </div>
  );
}

function Summary({ view, invoice, onRemedy }: SummaryProps) {
  const { settlement } = view;
  const isPaidInto = view.payments.length > 0 || view.adjustments.length > 0;
  const available = availableActions(view);
  const { reinstate } = useRemedies();
  return (
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
      {settlement && (view.lifecycle === 'issued' || isPaidInto) ? (
        <SettlementBar settlement={settlement} currency={invoice.currency} />
      ) : null}
      <SameNumberNotice number={invoice.number} others={view.sameNumber} />
      {view.lifecycle === 'void' && settlement && settlement.received !== '0' ? (
        <VoidPaidNotice
          received={settlement.received}
          currency={invoice.currency}
          canRefund={available.has('refund')}
          onRemedy={onRemedy}
          onReinstate={() => reinstate(view.id, invoice.number)}
        />
      ) : null}
      {view.lifecycle !== 'void' && settlement && settlement.over !== '0' ? (
        <OverpaidNotice
          over={settlement.over}
          currency={invoice.currency}
          canRefund={available.has('refund')}
          canCredit={available.has('credit')}
          onRemedy={onRemedy}
        />
      ) : null}
    </section>
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
  return isOwed ? formatRelativeDate(dueDate, calendarDateAt(new Date())) : '';
}
