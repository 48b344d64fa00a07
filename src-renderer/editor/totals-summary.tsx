import { useDeferredValue, useMemo } from 'react';
import { draftTotals } from '../../shared/invoice/draft-totals.ts';
import type { InvoiceDraft, TaxCategory } from '../../shared/invoice/invoice-draft.ts';
import { taxCategoryRules } from '../../shared/invoice/tax-category.ts';
import { SelectField } from '../components/select-field.tsx';
import { formatMinor } from '../format/format-money.ts';
import { DiscountField } from './discount-field.tsx';
import { fieldId, useFieldProblems } from './field-problems.ts';
import type { Edit } from './use-draft-editor.ts';

const priceModes = [
  { value: 'exclusive', label: 'Prices without tax' },
  { value: 'inclusive', label: 'Prices include tax' },
];

/** What it all comes to, live; and the two settings that bear on the whole sum. */
export function TotalsSummary({ draft, edit, isItemised }: { draft: InvoiceDraft; edit: Edit; isItemised: boolean }) {
  const problems = useFieldProblems();
  const settled = useDeferredValue(draft);
  const totals = useMemo(() => draftTotals(settled), [settled]);
  const money = (minor: string | undefined): string => formatMinor(minor ?? null, settled.currency);
  return (
    <div className="totals-area">
      {isItemised ? (
        <div className="totals-settings">
          <DiscountField
            label="Discount on the whole"
            currency={draft.currency}
            id={fieldId(['discount', 'value'])}
            discount={draft.discount}
            problem={problems.at(['discount', 'value'])}
            onChange={(discount) => edit('discount', (old) => ({ ...old, discount }))}
            onBlur={() => problems.touch(['discount', 'value'])}
          />
          <SelectField
            label="Price mode"
            value={draft.priceMode}
            choices={priceModes}
            onChange={(value) =>
              edit('priceMode', (old) => ({ ...old, priceMode: value === 'inclusive' ? 'inclusive' : 'exclusive' }))
            }
          />
        </div>
      ) : null}
      <dl className="totals" aria-label="Totals">
        {isItemised ? (
          <>
            <Sum label="Lines" value={money(totals?.lines)} />
            {totals && totals.discount !== '0' ? <Sum label="Discount" value={`−${money(totals.discount)}`} /> : null}
            {totals?.taxes.map((tax) => (
              <Sum
                key={`${tax.category} ${tax.rate}`}
                label={taxLabel(tax, settled.priceMode)}
                value={money(tax.tax)}
              />
            ))}
          </>
        ) : null}
        <Sum label="Total" value={money(totals?.total)} isTotal />
      </dl>
    </div>
  );
}

/** Tax within the prices is named as such: the sums above it do not grow by it. */
function taxLabel(tax: { category: TaxCategory; rate: string }, priceMode: InvoiceDraft['priceMode']): string {
  if (tax.category !== 'S') return taxCategoryRules[tax.category].name;
  return priceMode === 'inclusive' ? `Including tax ${tax.rate}%` : `Tax ${tax.rate}%`;
}

function Sum({ label, value, isTotal }: { label: string; value: string; isTotal?: boolean }) {
  return (
    <div className={isTotal ? 'sum sum-total' : 'sum'}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
