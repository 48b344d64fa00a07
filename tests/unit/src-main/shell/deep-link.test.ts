import { expect, test } from 'vitest';
import { deepLinkOf, parseDeepLink } from '../../../../src-main/shell/deep-link.ts';

test.each([
  ['quittance://invoices', '/invoices'],
  ['quittance://invoices/0123abcdef/', '/invoices/0123abcdef'],
  ['quittance://settings', '/settings'],
  ['quittance://settings/security', null],
  ['quittance://invoices/../settings', null],
  ['quittance://invoices/%2e%2e', null],
  ['quittance://invoices/a?void=1', null],
  ['quittance://pay', null],
  ['https://invoices', null],
  ['quittance://invoices/abc\nx', null],
])('%j leads to %j', (url, path) => {
  expect(parseDeepLink(url)).toBe(path);
});

test('the first link among arguments counts, wherever it stands', () => {
  expect(deepLinkOf(['/usr/bin/quittance', '--no-sandbox', 'quittance://contacts', 'quittance://settings'])).toBe(
    '/contacts',
  );
  expect(deepLinkOf([])).toBeNull();
});
