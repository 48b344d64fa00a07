/** @jsxImportSource preact */
import type { FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { instant, money } from '../state/format.ts';
import type { Standing } from '../state/standing.ts';
import { Icon } from './icons.tsx';
import { Notice } from './notice.tsx';
import { PaymentFacts } from './payment-facts.tsx';

interface ReceiptPanelProps {
  readonly invoice: FrozenInvoice;
  readonly terms: PaymentTerms;
  readonly standing: Standing;
}

/** The receipt: what arrived, when, on which chain and by which transaction. Prints on one page with the invoice. */
export function ReceiptPanel({ invoice, terms, standing }: ReceiptPanelProps) {
  const { counted, settledAt, received, over, late } = standing;
  return (
    <section class="card receipt" aria-labelledby="receipt-heading">
      <span class="receipt-mark" aria-hidden="true">
        <Icon name="check" />
      </span>
      <h2 id="receipt-heading" tabIndex={-1}>
        Paid
      </h2>
      <p class="receipt-sum">{money(received, invoice.currency)}</p>
      {settledAt === null ? null : (
        <p class="fine">
          Settled on <time dateTime={new Date(settledAt * 1000).toISOString()}>{instant(settledAt * 1000)}</time>
        </p>
      )}
      {over > 0n ? (
        <Notice tone="caution" title={`${money(over, invoice.currency)} too much`}>
          More arrived than was due. The seller sees it too and can send the surplus back or credit it.
        </Notice>
      ) : null}
      {late ? (
        <Notice tone="neutral">It arrived after the time to pay had passed. It counts all the same.</Notice>
      ) : null}
      {counted.map((payment) => (
        <PaymentFacts key={payment.key} payment={payment} terms={terms} />
      ))}
      <button type="button" class="button-quiet print" onClick={() => window.print()}>
        <Icon name="print" />
        <span>Print receipt</span>
      </button>
    </section>
  );
}
