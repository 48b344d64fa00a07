/** @jsxImportSource preact */
import type { FrozenInvoice, TaxSubtotal } from '../../../shared/invoice/frozen-invoice.ts';
import { money } from '../state/format.ts';
import { Typed } from './typed.tsx';

/** The sums below the lines, only those that say something: a lone line without tax needs its total alone. */
export function Totals({ invoice }: { readonly invoice: FrozenInvoice }) {
  const { totals, currency, discountPercent } = invoice;
  const hasTax = totals.tax !== '0';
  const hasDiscount = totals.discount !== '0';
  return (
    <>
      <dl class="totals">
        {hasDiscount ? <Sum name="Sum of lines" value={money(totals.lines, currency)} /> : null}
        {hasDiscount ? (
          <Sum
            name={discountPercent ? `Discount (${discountPercent} %)` : 'Discount'}
            value={`−${money(totals.discount, currency)}`}
          />
        ) : null}
        {hasTax ? <Sum name="Net" value={money(totals.net, currency)} /> : null}
        {hasTax ? totals.taxes.map((tax, index) => <Sum key={index} {...taxRow(tax, currency)} />) : null}
        <div class="total-row total-due">
          <dt>Total</dt>
          <dd>{money(totals.total, currency)}</dd>
        </div>
      </dl>
      {totals.taxes.map((tax, index) => (tax.reason ? <Reason key={index} text={tax.reason} /> : null))}
    </>
  );
}

function Sum({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="total-row">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Reason({ text }: { readonly text: string }) {
  return (
    <p class="fine">
      <Typed text={text} />
    </p>
  );
}

/** The names of EN 16931's VAT categories in a reader's words. */
const categoryNames: Readonly<Record<TaxSubtotal['category'], string>> = {
  S: 'Tax',
  Z: 'Zero rated',
  E: 'Exempt from tax',
  AE: 'Reverse charge',
  K: 'Intra-community supply',
  G: 'Export',
  O: 'Not subject to tax',
};

function taxRow(tax: TaxSubtotal, currency: string): { readonly name: string; readonly value: string } {
  const name = categoryNames[tax.category];
  const rate = tax.category === 'S' ? ` ${tax.rate} %` : '';
  return { name: `${name}${rate} on ${money(tax.taxable, currency)}`, value: money(tax.tax, currency) };
}
