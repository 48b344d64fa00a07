import type { RouteGroup } from './payment-routes.ts';

/** An email's parts; `html` and `text` say the same. */
export interface EmailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A label and what it says. */
export type Fact = readonly [label: string, value: string];

/**
 * A piece of a letter. `sum` is the figure that the letter is about: large with `line` under it, or in plain text as
 * `facts`; `link` a button, which plain text writes out after its lead; `written` text of many lines as somebody typed
 * it; `small` what is good to know.
 */
export type LetterBlock =
  | { readonly kind: 'paragraph' | 'written' | 'small'; readonly text: string }
  | { readonly kind: 'sum'; readonly value: string; readonly line: string; readonly facts: readonly Fact[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'link'; readonly label: string; readonly lead: string; readonly link: string }
  | { readonly kind: 'routes'; readonly lead: string; readonly groups: readonly RouteGroup[]; readonly note: string }
  | { readonly kind: 'entries'; readonly title: string; readonly entries: readonly LetterEntry[] };

/**
 * Something with a date and an amount: a payment, say. `more` are lines of detail; `link` is where the
 * first of them leads.
 */
export interface LetterEntry {
  readonly date: string;
  readonly what: string;
  readonly amount: string;
  readonly more: readonly string[];
  readonly link: string | null;
}

/**
 * A letter from a seller to a client, to be written as HTML and as plain text. Everything in it is text as typed:
 * whoever writes it out escapes it. `title` is the HTML's own, which some programs show.
 */
export interface Letter {
  readonly title: string;
  readonly subject: string;
  readonly sender: string;
  readonly greeting: string;
  readonly blocks: readonly LetterBlock[];
  /** What the letter is about, for the closing line: "this invoice". */
  readonly about: string;
}

/**
 * A subject of at most 200 characters, without half of one at its end; plain spaces, so that it need not
 * be encoded for them.
 */
export function emailSubject(text: string): string {
  return [...oneLine(text).replaceAll('\u00a0', ' ')].slice(0, 200).join('');
}

/** How a letter begins: by name, where the client has one. */
export function greet(name: string): string {
  return name === '' ? 'Hello,' : `Hello ${oneLine(name)},`;
}

/** What stands at the end of every letter. */
export function closing({ about, sender }: Letter): string {
  return `Questions about ${about}? Reply to this email and ${sender} will get it.`;
}

/** One line of plain text: a name must not add headers, lines or hidden characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** Text of many lines without hidden characters. */
export function manyLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '');
}
