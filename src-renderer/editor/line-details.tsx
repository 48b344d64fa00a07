import { taxCategories, type TaxCategory } from '../../shared/invoice/invoice-draft.ts';
import { taxCategoryRules } from '../../shared/invoice/tax-category.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { DiscountField } from './discount-field.tsx';
import { fieldId } from './field-problems.ts';
import type { LineRowProps } from './line-row.tsx';

const categoryChoices = taxCategories.map((category) => ({ value: category, label: taxCategoryRules[category].name }));

/** A line's discount, and how and why it is taxed. */
export function LineDetails({ line, index, currency, problems, actions }: LineRowProps) {
  const name = `Line ${index + 1}`;
  function choose(value: string): void {
    const category: TaxCategory = taxCategories.find((known) => known === value) ?? 'Z';
    const isZero = taxCategoryRules[category].rate === 'zero';
    const taxRate = isZero ? '0' : /^[0.\s]*$/.test(line.taxRate) ? '' : line.taxRate;
    actions.change(line.id, 'taxCategory', { taxCategory: category, taxRate });
  }
  return (
    <div className="line-details">
      <DiscountField
        label={`${name} discount`}
        currency={currency}
        id={fieldId(['lines', index, 'discount', 'value'])}
        discount={line.discount}
        problem={problems.discount}
        onChange={(discount) => actions.change(line.id, 'discount', { discount })}
        onBlur={() => actions.touch(['lines', index, 'discount', 'value'])}
      />
      <SelectField
        label={`${name} tax category`}
        id={fieldId(['lines', index, 'taxCategory'])}
        value={line.taxCategory}
        choices={categoryChoices}
        onChange={choose}
        problem={problems.taxCategory}
      />
      {taxCategoryRules[line.taxCategory].reason ? (
        <TextField
          label={`${name} reason for no tax`}
          id={fieldId(['lines', index, 'taxReason'])}
          value={line.taxReason}
          onChange={(taxReason) => actions.change(line.id, 'taxReason', { taxReason })}
          onBlur={() => actions.touch(['lines', index, 'taxReason'])}
          problem={problems.taxReason}
        />
      ) : null}
    </div>
  );
}
