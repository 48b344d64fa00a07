import { createHash, verify, type KeyLike } from 'node:crypto';

/** What a DKIM signature says, once it has been found to hold. */
export interface DkimSignature {
  readonly domain: string;
  readonly selector: string;
  /** Names of the signed header fields, lower case. */
  readonly signed: readonly string[];
}

/**
 * Checks the DKIM signature of a raw message as a receiver does (RFC 6376, section 6.1), with the public key given instead
 * of looked up: rsa-sha256 and relaxed/relaxed alone. Null when there is none or it does not hold.
 */
export function verifyDkim(raw: string, publicKey: KeyLike): DkimSignature | null {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), line }));
  const signature = fields.find((field) => field.name === 'dkim-signature');
  if (!signature) return null;
  const tags = readTags(signature.line);
  const { a, c, d = '', s = '', h = '', bh, b = '' } = tags;
  if (a !== 'rsa-sha256' || c !== 'relaxed/relaxed') return null;
  const bodyHash = createHash('sha256')
    .update(relaxBody(raw.slice(end + 4)), 'latin1')
    .digest('base64');
  if (bodyHash !== bh) return null;
  const signed = h.toLowerCase().split(':');
  // Section 5.4.2: of a field that appears several times, the last is taken first.
  const left = [...fields];
  const chosen = signed.flatMap((name) => {
    const at = left.findLastIndex((field) => field.name === name);
    return at === -1 ? [] : left.splice(at, 1).map((field) => `${relaxField(field.line)}\r\n`);
  });
  const unsigned = relaxField(signature.line.replace(/([;\s]b=)[^;]*/, '$1'));
  const text = Buffer.from(chosen.join('') + unsigned, 'latin1');
  return verify('sha256', text, publicKey, Buffer.from(b, 'base64')) ? { domain: d, selector: s, signed } : null;
}

function readTags(line: string): Record<string, string | undefined> {
  const value = line.slice(line.indexOf(':') + 1);
  return Object.fromEntries(
    value.split(';').map((tag) => {
      const at = tag.indexOf('=');
      return [tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s+/g, '')];
    }),
  );
}

/** Section 3.4.2. */
function relaxField(line: string): string {
  const at = line.indexOf(':');
  const value = line
    .slice(at + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ');
  return `${line.slice(0, at).trim().toLowerCase()}:${value.trim()}`;
}

/** Section 3.4.4. */
function relaxBody(body: string): string {
  const text = body
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/(\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
