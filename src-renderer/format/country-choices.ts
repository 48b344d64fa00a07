import { countryCodes } from '../../shared/invoice/country.ts';
import type { Choice } from '../components/select-field.tsx';
import { locale } from './format-money.ts';

let choices: readonly Choice[] | undefined;

/** Every country by its name in the reader's language, "no country" first. Made once: it takes some milliseconds. */
export function countryChoices(): readonly Choice[] {
  if (choices) return choices;
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const named = countryCodes.map((code) => ({ value: code, label: names.of(code) ?? code }));
  named.sort((a, b) => a.label.localeCompare(b.label, locale));
  choices = [{ value: '', label: 'No country' }, ...named];
  return choices;
}

/** A country's name in the reader's language; empty for no country. */
export function countryName(code: string): string {
  return code === '' ? '' : (countryChoices().find((choice) => choice.value === code)?.label ?? code);
}
