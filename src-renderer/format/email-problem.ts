import { parseEmailAddress } from '../../shared/invoice/email-address.ts';

/** What is wrong with an email address as typed, in words; null when nothing is or the field is empty. */
export function emailProblem(text: string): string | null {
  if (text.trim() === '') return null;
  const parsed = parseEmailAddress(text);
  return parsed.ok ? null : parsed.problem.message;
}
