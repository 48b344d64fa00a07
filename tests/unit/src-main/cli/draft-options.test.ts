import { expect, test } from 'vitest';
import { draftFromOptions } from '../../../../src-main/cli/draft-options.ts';
import type { Contact } from '../../../../shared/app-api/contact.ts';
import { emptyParty } from '../../../../shared/invoice/party.ts';

const acme: Contact = {
  id: 'c1',
  party: { ...emptyParty, name: 'Acme GmbH', email: 'Pay@acme.example', country: 'DE' },
  note: '',
  currency: '',
  updatedAt: '2027-01-01T00:00:00.000Z',
};

test('an address of the address book brings the client’s details; one that two share does not', () => {
  expect(draftFromOptions({ to: 'pay@ACME.example' }, {}, [acme])).toEqual({ buyer: acme.party, contactId: 'c1' });
  const twice = draftFromOptions({ to: 'pay@acme.example' }, {}, [acme, { ...acme, id: 'c2' }]);
  expect(twice).toEqual({ buyer: { ...emptyParty, email: 'pay@acme.example' } });
  const other = draftFromOptions({ to: 'pay@acme.example', client: 'Somebody' }, {}, [acme]);
  expect(other.buyer).toMatchObject({ name: 'Somebody', country: '' });
});

test('a rate means the standard category, none means outside tax, and text is kept as typed', () => {
  const line = (options: object) =>
    draftFromOptions({ amount: '12.', description: 'x', ...options }, {}, []).lines?.[0];
  expect(line({ tax: '19' })).toMatchObject({ taxCategory: 'S', taxRate: '19', taxReason: '', unitPrice: '12.' });
  expect(line({})).toMatchObject({ taxCategory: 'O', taxRate: '0', taxReason: 'Not subject to VAT', quantity: '1' });
  expect(line({ taxCategory: 'E' })).toMatchObject({ taxCategory: 'E', taxReason: '' });
});

test('options are laid over a file, and leave what they do not speak of', () => {
  const base = { notes: 'from the file', dueDate: '2027-01-01', discount: { kind: 'percent', value: '5' } } as const;
  expect(draftFromOptions({ due: '2027-02-02', discount: '10 %' }, base, [])).toEqual({
    notes: 'from the file',
    dueDate: '2027-02-02',
    discount: { kind: 'percent', value: '10' },
  });
  expect(draftFromOptions({ discount: '10' }, {}, []).discount).toEqual({ kind: 'amount', value: '10' });
});
