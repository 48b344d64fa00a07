import { expect, test } from 'vitest';
import { makeLetter } from '../../../../../src-main/engine/invoices/make-letter.ts';
import { emptyParty } from '../../../../../shared/invoice/party.ts';

test('the sender is one line without hidden characters, whatever an older version signed', () => {
  const seller = { ...emptyParty, name: 'Ada\nBcc: eve@x.example\u0007\u202e' };
  const letter = makeLetter({ seller }, { subject: 'An invoice', html: '<p>Hello</p>', text: 'Hello' });
  expect(letter.fromName).toBe('Ada Bcc: eve@x.example');
});
