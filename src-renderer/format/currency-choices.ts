import { currencies } from '../../shared/money/currency.ts';
import type { Choice } from '../components/select-field.tsx';

/** The currencies that invoices are mostly written in come first; the rest follow by code. */
const first = ['USD', 'EUR', 'GBP', 'CHF', 'JPY'];

/** Every currency as "USD – US Dollar". */
export const currencyChoices: readonly Choice[] = [
  ...first.flatMap((code) => currencies.filter((currency) => currency.code === code)),
  ...currencies.filter((currency) => !first.includes(currency.code)),
].map((currency) => ({ value: currency.code, label: `${currency.code} – ${currency.name}` }));
