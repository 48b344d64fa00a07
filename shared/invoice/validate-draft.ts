import { currencyOf, isCurrencyCode } from '../money/currency.ts';
import { findTokenByKey } from '../money/token.ts';
import type { Problem } from '../result.ts';
import { isCalendarDate, lastDate } from './calendar-date.ts';
import { priceDraft } from './draft-totals.ts';
import type { InvoiceDraft } from './invoice-draft.ts';
import type { Party } from './party.ts';
import { partyProblems } from './party-problems.ts';
import { isBlankLine, parseLine } from './parse-line.ts';
import { rateProblems, rateTotalProblems } from './rate-problems.ts';
import { textProblems } from './text-problems.ts';
import { textSizeProblems } from './text-size.ts';
import { taxProblems } from './validate-tax.ts';

/** Most lines of one invoice. */
export const maxLines = 500;

/**
 * What a draft is judged for. `save`: what is there must make sense, gaps are fine (live feedback; a draft is kept
 * whatever this says). `issue`: it must be complete too. `today` is the issue date when the draft names none.
 */
export interface DraftPurpose {
  readonly purpose: 'save' | 'issue';
  readonly seller: Party;
  readonly today: string;
}

/**
 * Judges a draft and lists everything that is wrong, in the order of the form.
 *
 * Paths are those of the draft (`['lines', 3, 'unitPrice']`), or begin with `seller` for the owner's own details.
 * Codes: `currency.*`, `seller.*`, `buyer.*`, `email.*`, `country.unknown`, `date.*`, `lines.*`, `line.*`, `amount.*`,
 * `quantity.*`, `discount.*`, `tax.*`, `text.*`, `accept.*`, `rate.*`, `total.*`.
 */
export function validateDraft(draft: InvoiceDraft, context: DraftPurpose): readonly Problem[] {
  const isIssue = context.purpose === 'issue';
  const problems = [
    ...currencyProblems(draft, isIssue),
    ...(isIssue ? missingParties(context.seller, draft.buyer) : []),
    ...partyProblems(context.seller, 'Your', ['seller']),
    ...partyProblems(draft.buyer, "The client's", ['buyer']),
    ...dateProblems(draft, context.today, isIssue),
    ...textProblems(draft),
    ...textSizeProblems(draft),
    ...lineProblems(draft, isIssue),
    ...taxProblems(draft, context.seller, isIssue),
    ...acceptProblems(draft),
    ...draft.rates.flatMap(rateProblems),
  ];
  // The sums are judged last: they only say something new once every number reads.
  return problems.length === 0 ? totalProblems(draft, isIssue) : problems;
}

function currencyProblems(draft: InvoiceDraft, isIssue: boolean): Problem[] {
  if (draft.currency === '' && !isIssue) return [];
  if (isCurrencyCode(draft.currency)) return [];
  return [problem('currency.unknown', `"${draft.currency}" is not a currency code such as USD or EUR.`, ['currency'])];
}

function missingParties(seller: Party, buyer: Party): Problem[] {
  const problems: Problem[] = [];
  if (seller.name.trim() === '')
    problems.push(problem('seller.name-missing', 'Your own name is missing. Add it in settings.', ['seller', 'name']));
  if (buyer.name.trim() === '' && buyer.email.trim() === '')
    problems.push(
      problem('buyer.missing', 'Nobody is invoiced yet. Give a name or an email address.', ['buyer', 'email']),
    );
  return problems;
}

function dateProblems(draft: InvoiceDraft, today: string, isIssue: boolean): Problem[] {
  const problems: Problem[] = [];
  for (const field of ['issueDate', 'dueDate'] as const) {
    const date = draft[field];
    if (date === '') continue;
    if (/^\d{5,}-/.test(date) || (isCalendarDate(date) && date > lastDate))
      problems.push(
        problem('date.too-far', `"${date}" is too far away: the last day possible is ${lastDate}.`, [field]),
      );
    else if (!isCalendarDate(date))
      problems.push(
        problem('date.impossible', `"${date}" is not a date that exists. Write it like 2027-01-31.`, [field]),
      );
  }
  if (draft.dueDate === '' && isIssue)
    problems.push(problem('date.missing', 'The due date is missing. Say until when to pay.', ['dueDate']));
  const issueDate = draft.issueDate === '' ? today : draft.issueDate;
  const isOrderKnown = problems.length === 0 && draft.dueDate !== '' && (draft.issueDate !== '' || isIssue);
  if (isOrderKnown && draft.dueDate < issueDate) {
    const message = `The due date ${draft.dueDate} is before the issue date ${issueDate}. Choose a later one.`;
    problems.push(problem('date.due-before-issue', message, ['dueDate']));
  }
  return problems;
}

function lineProblems(draft: InvoiceDraft, isIssue: boolean): Problem[] {
  const problems: Problem[] = [];
  const written = draft.lines.filter((line) => !isBlankLine(line)).length;
  if (written > maxLines) {
    const message = `The invoice has ${written} lines; at most ${maxLines} are allowed. Split it into several invoices.`;
    problems.push(problem('lines.too-many', message, ['lines']));
  }
  if (isIssue && written === 0)
    problems.push(problem('lines.none', 'The invoice is empty. Say what it is for and how much it costs.', ['lines']));
  // The digits of an unknown currency are unknown too: cents are assumed so that other mistakes still show.
  const currency = currencyOf(isCurrencyCode(draft.currency) ? draft.currency : 'USD');
  draft.lines.forEach((line, index) => {
    if (isBlankLine(line)) return;
    if (isIssue && line.description.trim() === '') {
      const message = `Line ${index + 1} has no description (EN 16931 BR-25). Say what it is for.`;
      problems.push(problem('line.description-missing', message, ['lines', index, 'description']));
    }
    const parsed = parseLine(line, currency, ['lines', index]);
    const isGap = !parsed.ok && (parsed.problem.code === 'amount.empty' || parsed.problem.code === 'tax.rate-missing');
    if (!parsed.ok && (isIssue || !isGap)) problems.push(parsed.problem);
  });
  return problems;
}

function acceptProblems(draft: InvoiceDraft): Problem[] {
  if (draft.accept === null) return [];
  if (draft.accept.length === 0)
    return [problem('accept.none', 'No token is accepted. Choose at least one.', ['accept'])];
  return draft.accept.flatMap((key, index) =>
    findTokenByKey(key)
      ? []
      : [problem('accept.unknown-token', `"${key}" is no token that Quittance knows.`, ['accept', index])],
  );
}

function totalProblems(draft: InvoiceDraft, isIssue: boolean): Problem[] {
  const priced = priceDraft(draft);
  if (!priced.ok) return isIssue || isNews(priced.problem) ? [priced.problem] : [];
  if (isIssue && priced.value.totals.total === 0n)
    return [problem('total.zero', 'The invoice comes to nothing. There must be something to pay.', ['lines'])];
  const total = { minor: priced.value.totals.total, digits: currencyOf(draft.currency).digits };
  return draft.rates.flatMap((rate, index) => rateTotalProblems(rate, index, total));
}

/** Of the sums' own problems, those that are mistakes and no gaps. */
function isNews(found: Problem): boolean {
  return found.code.startsWith('discount.') || found.code === 'total.too-large' || found.path?.[0] === 'discount';
}

function problem(code: string, message: string, path: readonly (string | number)[]): Problem {
  return { code, message, retryable: false, path };
}
