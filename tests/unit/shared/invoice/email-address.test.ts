import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEmailAddress } from '../../../../shared/invoice/email-address.ts';

function read(text: string): string {
  const parsed = parseEmailAddress(text);
  return parsed.ok ? parsed.value.ascii : parsed.problem.code;
}

test.each([
  ['ada@example.com', 'ada@example.com'],
  [' ada@example.com ', 'ada@example.com'],
  ["o'brien+bills@mail.example.co.uk", "o'brien+bills@mail.example.co.uk"],
  ['ada@Example.COM', 'ada@example.com'],
  ['rechnung@münchen.de', 'rechnung@xn--mnchen-3ya.de'],
  ['info@例え.テスト', 'info@xn--r8jz45g.xn--zckzah'],
  ['a@почта.рф', 'a@xn--80a1acny.xn--p1ai'],
  [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
])('%s is accepted', (text, ascii) => {
  expect(read(text)).toBe(ascii);
});

test.each([
  ['', 'email.empty'],
  ['ada@example.com\r\nBcc: eve@example.com', 'email.line-break'],
  ['ada@example.com\n', 'email.line-break'],
  ['ada\u0000@example.com', 'email.line-break'],
  ['ada@example.com\u2028', 'email.line-break'],
  ['ada@example.com, eve@example.com', 'email.several'],
  ['ada@example.com;eve@example.com', 'email.several'],
  ['ada@example.com eve@example.com', 'email.several'],
  ['ada@@example.com', 'email.malformed'],
  ['Ada <ada@example.com>', 'email.malformed'],
  ['"ada b"@example.com', 'email.malformed'],
  ['ada', 'email.malformed'],
  ['@example.com', 'email.malformed'],
  ['ada@', 'email.malformed'],
  ['ada@localhost', 'email.malformed'],
  ['ada@127.0.0.1', 'email.malformed'],
  ['ada@[127.0.0.1]', 'email.malformed'],
  ['ada@0x7f.1', 'email.malformed'],
  ['ada@example.com/path', 'email.malformed'],
  ['ada@example.com:25', 'email.malformed'],
  ['ada@ex%61mple.com', 'email.malformed'],
  ['ada@-example.com', 'email.malformed'],
  ['ada@example..com', 'email.malformed'],
  ['.ada@example.com', 'email.malformed'],
  ['a..b@example.com', 'email.malformed'],
  ['ädä@example.com', 'email.malformed'],
  [`${'a'.repeat(65)}@example.com`, 'email.too-long'],
  [`a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`, 'email.malformed'],
])('%j → %s', (text, code) => {
  expect(read(text)).toBe(code);
});

test('whatever is accepted is one ASCII header-safe mailbox of lawful size', () => {
  const parts = fc.oneof(
    fc.emailAddress(),
    fc.tuple(fc.string(), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
  );
  let accepted = 0;
  fc.assert(
    fc.property(parts, (text) => {
      const parsed = parseEmailAddress(text);
      if (!parsed.ok) return;
      accepted += 1;
      expect(parsed.value.ascii).toMatch(/^[\x21-\x7e]{1,64}@[a-z0-9.-]{1,252}$/);
      expect(parsed.value.ascii.length).toBeLessThanOrEqual(254);
      expect(parsed.value.ascii.split('@')).toHaveLength(2);
    }),
  );
  expect(accepted).toBeGreaterThan(20);
});
