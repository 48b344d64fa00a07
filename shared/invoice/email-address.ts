import { fail, ok, type Problem, type Result } from '../result.ts';

/** One mailbox: `address` as a person writes it, `ascii` with its domain in A-labels (punycode), as SMTP needs it. */
export interface EmailAddress {
  readonly address: string;
  readonly ascii: string;
}

/**
 * Why text is no email address: `empty` where nothing was typed; `line-break` for any control character; `several`
 * where there is more than one; `too-long` beyond 64 octets before the @ or 254 in all (RFC 5321); `malformed` for all
 * else.
 */
export type EmailProblemCode =
  | 'email.empty'
  | 'email.line-break'
  | 'email.several'
  | 'email.too-long'
  | 'email.malformed';

/** The characters of a local part: WHATWG's `atext` and dots, and dots only between others (RFC 5321 Dot-string). */
const localPart = /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads exactly one email address, as typed.
 *
 * WHATWG's "valid email address" narrowed to dot-atoms (RFC 5321 §4.1.2) with a dotted domain, and its sizes: local
 * part 64 octets, whole path 254 (§4.5.3.1). International domains are accepted; a local part must be ASCII, as few
 * servers take SMTPUTF8. A line break or other control character is refused, for it could add headers to the letter.
 */
export function parseEmailAddress(
  text: string,
  path?: readonly (string | number)[],
): Result<EmailAddress, Problem & { readonly code: EmailProblemCode }> {
  const refuse = (code: EmailProblemCode, message: string) => fail(code, message, path ? { path } : {});
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    return refuse('email.line-break', 'The email address holds a line break or control character. Type it again.');
  const typed = text.trim();
  const shown = typed.length > 60 ? `${typed.slice(0, 56)}…` : typed;
  if (typed === '') return refuse('email.empty', 'No email address is given.');
  if (/[,;]|@.*\s.*@/.test(typed))
    return refuse('email.several', `"${shown}" is more than one address. Give exactly one.`);
  const at = typed.lastIndexOf('@');
  const local = typed.slice(0, at);
  const domain = asciiDomain(typed.slice(at + 1));
  if (at < 1 || !localPart.test(local) || domain === undefined)
    return refuse('email.malformed', `"${shown}" is not an email address. Write it like name@example.com.`);
  const ascii = `${local}@${domain}`;
  if (local.length > 64 || ascii.length > 254)
    return refuse(
      'email.too-long',
      'The email address is longer than mail servers accept (64 before the @, 254 in all).',
    );
  return ok({ address: typed, ascii });
}

/** The domain in lower-case A-labels (UTS #46, as browsers map it), or undefined when it is no host name with a dot. */
function asciiDomain(domain: string): string | undefined {
  // The URL parser would read these as the end of the host, as escapes, or as an address literal.
  if (domain === '' || domain.length > 255 || /[\s/?#@:\\%[\]<>"'()]/.test(domain)) return undefined;
  const url = URL.parse(`http://${domain}/`);
  return url && hostName.test(url.hostname) ? url.hostname : undefined;
}
