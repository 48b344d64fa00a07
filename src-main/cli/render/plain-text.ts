/**
 * Text made safe for a terminal: what a client or another device wrote may hold escape sequences, which a terminal
 * would obey, or bidirectional overrides, which turn an amount around. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�');
}

/** One line of it, at most `limit` characters, the rest shown as "…". */
export function oneLine(text: string, limit: number): string {
  const line = plainText(text.replace(/\s+/g, ' ').trim());
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}
