import { useState } from 'react';
import { Redirect } from 'wouter';
import type { InvoiceView, WorkspaceView } from '../../shared/app-api/views.ts';
import type { InvoiceDocument } from '../../shared/invoice/invoice-document.ts';
import { CheckedThrough } from '../components/checked-through.tsx';
import { DeliveryList } from '../components/delivery-list.tsx';
import { Page } from '../components/page.tsx';
import { PdfView } from '../components/pdf-view.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import { StateChip } from '../components/state-chip.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { formatDate, formatRelativeDate, localDate } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { furthestBehind } from '../format/pending-payment.ts';
import { AdjustmentList } from './adjustment-list.tsx';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoiceDialogs, type InvoiceDialogName } from './invoice-dialogs.tsx';
import { NotFound } from './not-found.tsx';
import { PaymentList } from './payment-list.tsx';
import { RemedyStrip } from './remedy-strip.tsx';
import { SettlementBar } from './settlement-bar.tsx';
import { Timeline } from './timeline.tsx';
import { useInvoiceCommands } from './use-invoice-commands.ts';
import { useInvoicePdf, type NamedPdf } from './use-invoice-pdf.ts';
import { useRemedies, type Remedies } from './use-remedies.ts';

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
  const number = invoice?.number ?? '';
  const commands = useInvoiceCommands(view.id, number);
  const remedies = useRemedies(view.id, number, workspace);
  const [dialog, setDialog] = useState<InvoiceDialogName | null>(null);
  if (!invoice) return <NotFound />;
  return (
    <Page
      title={number}
      className="invoice-page"
      back={{ href: '/invoices', label: 'Back to invoices' }}
      heading={
        <span className="invoice-heading">
          {number}
          <StateChip state={view.state} pending={furthestBehind(view.payments)} />
        </span>
      }
      actions={<InvoiceActions {...{ view, pdf, commands, remedies }} onOpen={setDialog} />}
    >
      <div className="invoice-columns">
        <div className="invoice-main">
          <Summary view={view} invoice={invoice} remedies={remedies} onOpen={setDialog} />
          <Log view={view} currency={invoice.currency} workspace={workspace} remedies={remedies} />
        </div>
        <Paper view={view} number={number} pdf={pdf} />
      </div>
      <InvoiceDialogs
        shown={dialog}
        {...{ view, number, workspace, commands, remedies }}
        currency={invoice.currency}
        onClose={() => setDialog(null)}
      />
    </Page>
  );
}

interface SummaryProps {
  view: InvoiceView;
  invoice: InvoiceDocument;
  remedies: Remedies;
  onOpen: (dialog: InvoiceDialogName) => void;
}

function Summary({ view, invoice, remedies, onOpen }: SummaryProps) {
  const { buyer, currency, dueDate } = invoice;
  const isShown = view.lifecycle !== 'void' || view.payments.length > 0;
  return (
    <section className="invoice-summary" aria-label="Summary">
      <p className="invoice-total">{formatMinor(invoice.totals.total, currency)}</p>
      <dl className="facts facts-row">
        <Fact label="Client" value={buyer.name || buyer.email} note={buyer.name ? buyer.email : ''} />
        <Fact label="Issued" value={formatDate(invoice.issueDate)} />
        <Fact label="Due" value={formatDate(dueDate)} note={dueNote(view, dueDate)} />
      </dl>
      {view.settlement && isShown ? (
        <SettlementBar
          settlement={view.settlement}
          currency={currency}
          hasPayments={view.payments.some(({ payment }) => payment.state !== 'reversed')}
        />
      ) : null}
      <RemedyStrip view={view} currency={currency} remedies={remedies} onOpen={onOpen} />
    </section>
  );
}

interface LogProps {
  view: InvoiceView;
  currency: string;
  workspace: WorkspaceView;
  remedies: Remedies;
}

/** What is on its way, what came, what was put right, and all of it in order of time. */
function Log({ view, currency, workspace, remedies }: LogProps) {
  const openJobs = view.jobs.filter((job) => job.status !== 'done');
  const payable = new Set((view.signed?.payable.terms.options ?? []).map(({ chainId }) => chainId));
  return (
    <>
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
          isAwaited={view.lifecycle === 'issued'}
        />
        <CheckedThrough chains={workspace.chains} only={payable} />
      </section>
      {view.adjustments.length > 0 ? (
        <section className="card" aria-labelledby="adjustments">
          <h2 id="adjustments">Put right by you</h2>
          <AdjustmentList view={view} currency={currency} remedies={remedies} />
        </section>
      ) : null}
      <section className="card" aria-labelledby="timeline">
        <h2 id="timeline">Timeline</h2>
        <Timeline entries={view.timeline} />
      </section>
    </>
  );
}

function Paper({ view, number, pdf }: { view: InvoiceView; number: string; pdf: NamedPdf | null }) {
  return (
    <aside className="invoice-side" aria-label="The invoice as sent">
      <PdfView content={pdf?.content ?? null} label={`Invoice ${number}`} />
      {view.signatureFingerprint ? (
        <p className="fingerprint">
          Signed by you · <span className="mono">{view.signatureFingerprint}</span>
        </p>
      ) : null}
    </aside>
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
