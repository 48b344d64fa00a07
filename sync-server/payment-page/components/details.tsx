/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { DocumentLine, FrozenInvoice } from '../../../shared/invoice/frozen-invoice.ts';
import type { Party } from '../../../shared/invoice/party.ts';
import { calendarDate, countryName, money, readableDecimal, unitPrice } from '../state/format.ts';
import { Totals } from './totals.tsx';
import { Typed } from './typed.tsx';

/** Lines shown before the reader asks for the rest. */
const linesAtFirst = 12;

/** What the money is for: lines, totals, parties and what else the seller wrote. */
export function Details({ invoice }: { readonly invoice: FrozenInvoice }) {
  return (
    <section class="card details" aria-labelledby="details-heading">
      <h2 id="details-heading">What it is for</h2>
      <Lines invoice={invoice} />
      <Totals invoice={invoice} />
      <div class="parties">
        <PartyBlock heading="From" party={invoice.seller} />
        <PartyBlock heading="To" party={invoice.buyer} />
      </div>
      <dl class="facts">
        <Fact name="Issued" text={calendarDate(invoice.issueDate)} />
        <Fact name="Your reference" text={invoice.purchaseOrder} />
        <Fact name="Notes" text={invoice.notes} />
        <Fact name="Terms" text={invoice.terms} />
      </dl>
    </section>
  );
}

function Lines({ invoice }: { readonly invoice: FrozenInvoice }) {
  const { lines, currency, priceMode } = invoice;
  const [showsAll, setShowsAll] = useState(lines.length <= linesAtFirst);
  const shown = showsAll ? lines : lines.slice(0, linesAtFirst);
  return (
    <>
      <ul class="lines" id="lines">
        {shown.map((line, index) => (
          <Line key={index} line={line} currency={currency} />
        ))}
      </ul>
      {lines.length > linesAtFirst ? (
        <button
          type="button"
          class="button-quiet more"
          aria-expanded={showsAll}
          aria-controls="lines"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer lines' : `Show all ${lines.length} lines`}
        </button>
      ) : null}
      {priceMode === 'inclusive' ? <p class="fine">Prices include tax.</p> : null}
    </>
  );
}

function Line({ line, currency }: { readonly line: DocumentLine; readonly currency: string }) {
  const isPlain = line.quantity === '1' && line.unit === '' && line.discount === '0';
  return (
    <li class="line">
      <div class="line-what">
        <Typed text={line.description} />
        {isPlain ? null : (
          <p class="line-how">
            {readableDecimal(line.quantity)} <Typed text={line.unit} /> × {unitPrice(line.unitPrice, currency)}
            {line.discount === '0' ? null : (
              <>
                {' '}
                − {money(line.discount, currency)} discount{line.discountPercent ? ` (${line.discountPercent} %)` : ''}
              </>
            )}
          </p>
        )}
      </div>
      <span class="line-sum">{money(line.amount, currency)}</span>
    </li>
  );
}

function PartyBlock({ heading, party }: { readonly heading: string; readonly party: Party }) {
  return (
    <div class="party">
      <h3>{heading}</h3>
      <p>
        <Typed text={party.name} class="party-name" />
        <Typed text={[party.address, party.country && countryName(party.country)].filter(Boolean).join('\n')} />
        <Typed text={party.taxId ? `Tax ID ${party.taxId}` : ''} />
        <Typed text={party.email} />
      </p>
    </div>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  if (text.trim() === '') return null;
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <Typed text={text} />
      </dd>
    </div>
  );
}
