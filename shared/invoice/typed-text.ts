import type { Problem } from '../result.ts';

/** Longest description, note or terms text on an invoice, in characters (UTF-16 code units). */
export const longTextLimit = 10_000;

/** What a text field takes; `lines` tells whether line breaks and tabs are at home in it. */
export interface TextRule {
  readonly limit: number;
  readonly lines: boolean;
}

/** What a reason or a note takes that goes with something done to an invoice. */
export const remarkRule: TextRule = { limit: 2_000, lines: true };

/**
 * Why text is refused: `too-long` beyond the field's limit; `control-characters` for those and the two bidirectional
 * overrides; `line-break` in a field of one line; `malformed-unicode` for half of a surrogate pair.
 */
export type TextProblemCode =
  | 'text.too-long'
  | 'text.control-characters'
  | 'text.line-break'
  | 'text.malformed-unicode';

/**
 * Judges text that will be printed, mailed and signed; undefined when it is fine. Any script, right-to-left text, emoji
 * and markup are fine: whoever shows it escapes it.
 *
 * Refused are control characters, the two bidirectional overrides (U+202D, U+202E: they can make an amount read
 * backwards), and broken surrogate pairs, which RFC 8785 JSON cannot carry. `name` begins the message.
 */
export function textProblem(
  text: string,
  rule: TextRule,
  name: string,
  path: readonly (string | number)[],
): (Problem & { readonly code: TextProblemCode }) | undefined {
  const refuse = (code: TextProblemCode, message: string) => ({ code, message, retryable: false, path });
  if (text.length > rule.limit)
    return refuse(
      'text.too-long',
      `${name} has ${text.length} characters; at most ${rule.limit} are allowed. Shorten it; nothing was cut.`,
    );
  if (!text.isWellFormed())
    return refuse('text.malformed-unicode', `${name} holds half of a character (a broken emoji?). Type it again.`);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202d\u202e]/.test(text))
    return refuse('text.control-characters', `${name} holds invisible control characters. Paste it as plain text.`);
  if (!rule.lines && /[\t\n\r\u2028\u2029]/.test(text))
    return refuse('text.line-break', `${name} must be a single line. Remove the line break.`);
  return undefined;
}

/** Text as it is frozen on issue: NFC, line ends as LF, no blanks at either end. */
export function settledText(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}
