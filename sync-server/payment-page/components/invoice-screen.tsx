/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks';
import type { LinkState } from '../../../shared/relay-api/links.ts';
import type { DiscoveredWallet } from '../io/wallet-provider.ts';
import { money } from '../state/format.ts';
import type { Connection, OpenedLink } from '../state/page-state.ts';
import { standingOf, type Moment, type Standing } from '../state/standing.ts';
import { statusWords } from '../state/status-words.ts';
import { Details } from './details.tsx';
import { PayPanel } from './pay-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { StandingNotices } from './standing-notices.tsx';
import { Summary } from './summary.tsx';
import { useSentPayment } from './use-sent-payment.ts';
import { WatchLine } from './watch-line.tsx';

interface InvoiceScreenProps {
  readonly link: OpenedLink;
  readonly live: LinkState;
  readonly connection: Connection;
  readonly now: Moment;
  readonly wallets: readonly DiscoveredWallet[];
}

/** An opened invoice: summary, what to do about it now, and what it is for. */
export function InvoiceScreen({ link, live, connection, now, wallets }: InvoiceScreenProps) {
  const { payable } = link.signed;
  const { invoice, terms } = payable;
  const standing = standingOf(payable, live, now);
  const { sent, failed, remember, forget } = useSentPayment(link.id, live.payments);
  const status = statusWords(standing, invoice.currency, sent !== null);
  const panels = panelsOf(standing, sent !== null);
  const column = useFocusOnNewPanel(panels.join());
  useEffect(() => {
    document.title = `${status.label} · ${invoice.number} · ${money(invoice.totals.total, invoice.currency)}`;
  }, [status.label, invoice]);
  return (
    <>
      {link.practice ? <PracticeBanner /> : null}
      <main class="layout">
        <Summary link={link} standing={standing} status={status} />
        <div class="act" ref={column}>
          <p class="off-screen" role="status">
            {status.announcement}
          </p>
          <StandingNotices payable={payable} standing={standing} />
          {panels.includes('receipt') ? <ReceiptPanel {...{ invoice, terms, standing }} /> : null}
          {panels.includes('progress') ? (
            <ProgressPanel {...{ terms, standing, sent }} sentFailed={failed} onForget={forget} />
          ) : null}
          {panels.includes('pay') ? (
            <PayPanel {...{ terms, standing, wallets }} currency={invoice.currency} onSent={remember} />
          ) : null}
          {panels.includes('receipt') ? null : <WatchLine connection={connection} chains={live.chains} />}
        </div>
        <Details invoice={invoice} />
      </main>
      <footer class="foot">
        <p>The money goes straight to the seller. Neither this page nor its server ever holds it.</p>
      </footer>
    </>
  );
}

type Panel = 'receipt' | 'progress' | 'pay';

/** A payment sent from here and not seen yet hides the way to pay: paying twice is worse than waiting. */
function panelsOf(standing: Standing, hasSent: boolean): readonly Panel[] {
  if (standing.phase === 'paid' || standing.phase === 'overpaid') return ['receipt'];
  const panels: Panel[] = [];
  if (hasSent || standing.underWay.length > 0) panels.push('progress');
  if (standing.asksForMoney && !hasSent) panels.push('pay');
  return panels;
}

/** When a panel goes and takes the focus with it, the focus moves to the heading of what came instead. */
function useFocusOnNewPanel(panels: string) {
  const column = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current && document.activeElement === document.body)
      column.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [panels]);
  return column;
}

function PracticeBanner() {
  return (
    <p class="practice" role="note">
      <strong>Practice.</strong> The money on this page is not real. Use the practice wallet to pay.
    </p>
  );
}
