import type { Problem } from '../result.ts';
import { isCountryCode } from './country.ts';
import { parseEmailAddress } from './email-address.ts';
import type { Party } from './party.ts';
import { textProblem, type TextRule } from './typed-text.ts';

const rules: readonly (readonly [field: 'name' | 'address' | 'taxId', rule: TextRule, name: string])[] = [
  ['name', { limit: 300, lines: false }, 'name'],
  ['address', { limit: 1000, lines: true }, 'address'],
  ['taxId', { limit: 60, lines: false }, 'tax id'],
];

/**
 * What is wrong with what is written of a seller or buyer (gaps are fine): `email.*`, `country.unknown`, `text.*`, each
 * with its field under `path`. `whose` begins a message: "Your", "The client's".
 */
export function partyProblems(party: Party, whose: string, path: readonly (string | number)[]): Problem[] {
  const problems: Problem[] = [];
  if (party.email.trim() !== '') {
    const email = parseEmailAddress(party.email, [...path, 'email']);
    if (!email.ok) problems.push(email.problem);
  }
  if (party.country !== '' && !isCountryCode(party.country)) {
    const shown = party.country.length > 40 ? `${party.country.slice(0, 40)}…` : party.country;
    const message = `"${shown}" is not a country code (ISO 3166, two capitals such as DE or US).`;
    problems.push({ code: 'country.unknown', message, retryable: false, path: [...path, 'country'] });
  }
  const texts = rules.flatMap(
    ([field, rule, name]) => textProblem(party[field], rule, `${whose} ${name}`, [...path, field]) ?? [],
  );
  return [...problems, ...texts];
}
