import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InvoiceDraft } from '../../../../shared/invoice/invoice-draft.ts';
import { emptyParty } from '../../../../shared/invoice/party.ts';
import { validateDraft } from '../../../../shared/invoice/validate-draft.ts';
import { invoiceDraft, lineDraft, seller, today } from './fixtures.ts';

function problemsOf(fields: Partial<InvoiceDraft>, purpose: 'save' | 'issue' = 'issue'): string[] {
  return validateDraft(invoiceDraft(fields), { purpose, seller, today }).map(
    (problem) => `${problem.code} ${problem.path?.join('.')}`,
  );
}

function lineProblems(fields: Parameters<typeof lineDraft>[0]): string[] {
  return problemsOf({ lines: [lineDraft(fields)] });
}

test('a complete draft has nothing wrong with it', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('an empty draft', () => {
  const empty: Partial<InvoiceDraft> = { buyer: emptyParty, currency: '', dueDate: '', lines: [] };

  test('is fine to keep', () => {
    expect(problemsOf({ ...empty, lines: [lineDraft({ description: '', unitPrice: '' })] }, 'save')).toEqual([]);
    expect(problemsOf({ lines: [lineDraft({ unitPrice: '', taxCategory: 'S', taxRate: '' })] }, 'save')).toEqual([]);
  });

  test('says all that is missing when it is to be issued', () => {
    const context = { purpose: 'issue', seller: emptyParty, today } as const;
    expect(validateDraft(invoiceDraft(empty), context).map((problem) => problem.code)).toEqual([
      'currency.unknown',
      'seller.name-missing',
      'buyer.missing',
      'date.missing',
      'lines.none',
    ]);
  });
});

describe('dates', () => {
  test.each([
    [{ dueDate: '2026-11-22' }, ['date.due-before-issue dueDate']],
    [{ dueDate: '2026-11-23' }, []],
    [{ issueDate: '2027-02-01' }, ['date.due-before-issue dueDate']],
    [{ dueDate: '2027-02-29' }, ['date.impossible dueDate']],
    [{ dueDate: '2028-02-29' }, []],
    [{ dueDate: '2027-13-01' }, ['date.impossible dueDate']],
    [{ dueDate: '31.01.2027' }, ['date.impossible dueDate']],
    [{ dueDate: '0000-01-01' }, ['date.impossible dueDate']],
    [{ dueDate: '2999-12-31' }, []],
    [{ dueDate: '3000-01-01' }, ['date.too-far dueDate']],
    [{ dueDate: '9999-12-31' }, ['date.too-far dueDate']],
    [{ dueDate: '99999-01-01' }, ['date.too-far dueDate']],
    [{ issueDate: '3000-01-01', dueDate: '3000-01-02' }, ['date.too-far issueDate', 'date.too-far dueDate']],
  ])('%o', (fields, expected) => {
    expect(problemsOf(fields)).toEqual(expected);
  });
});

describe('numbers', () => {
  test.each([
    [{ unitPrice: '-5' }, 'amount.negative lines.0.unitPrice'],
    [{ unitPrice: '1'.repeat(40) }, 'amount.too-large lines.0.unitPrice'],
    [{ unitPrice: '1,234' }, 'amount.wrong-separator lines.0.unitPrice'],
    [{ unitPrice: '1.234' }, 'amount.too-many-decimals lines.0.unitPrice'],
    [{ unitPrice: '' }, 'amount.empty lines.0.unitPrice'],
    [{ quantity: '0' }, 'quantity.zero lines.0.quantity'],
    [{ quantity: '-1' }, 'amount.negative lines.0.quantity'],
    [{ quantity: '1.1234567' }, 'amount.too-many-decimals lines.0.quantity'],
    [{ discount: { kind: 'percent', value: '101' } }, 'discount.over-100 lines.0.discount.value'],
    [{ discount: { kind: 'amount', value: '100.01' } }, 'discount.exceeds-amount lines.0.discount.value'],
    [{ unitPrice: '0' }, 'total.zero lines'],
    [{ unitPrice: '999999999999999', quantity: '9' }, 'total.too-large lines'],
    [{ description: '' }, 'line.description-missing lines.0.description'],
  ] as const)('%o → %s', (fields, expected) => {
    expect(lineProblems(fields)).toEqual([expected]);
  });

  test.each([
    [{ quantity: '-1' }, 'The quantity "-1" is negative'],
    [{ quantity: '1'.repeat(16) }, 'The quantity has 16 digits'],
    [{ quantity: '' }, 'No quantity is given'],
    [{ unitPrice: '-1' }, 'The price "-1" is negative'],
    [{ taxCategory: 'S', taxRate: '-1' }, 'The tax rate "-1" is negative'],
    [{ discount: { kind: 'percent', value: '-1' } }, 'The discount "-1" is negative'],
    [{ discount: { kind: 'amount', value: '-1' } }, 'The discount "-1" is negative'],
  ] as const)('%o is told by the field’s name', (fields, words) => {
    const [problem] = validateDraft(invoiceDraft({ lines: [lineDraft(fields)] }), { purpose: 'issue', seller, today });
    expect(problem?.message).toContain(words);
  });

  test('a wrong exchange rate is told by its name', () => {
    const rate = { peg: 'USD', perUnit: '-1', source: 'ECB', at: '2026-11-22T15:00:00Z' } as const;
    const problems = validateDraft(invoiceDraft({ currency: 'EUR', rates: [rate] }), {
      purpose: 'issue',
      seller,
      today,
    });
    expect(problems.map(({ message }) => message).join()).toContain('The exchange rate "-1" is negative');
  });

  test('many units may have a price under the smallest coin', () => {
    expect(lineProblems({ quantity: '100000', unitPrice: '0.0042' })).toEqual([]);
  });

  test('a document discount is held against the sum of lines', () => {
    const discount = { kind: 'amount', value: '100.01' } as const;
    expect(problemsOf({ discount })).toEqual(['discount.exceeds-amount discount.value']);
    expect(problemsOf({ discount }, 'save')).toEqual(['discount.exceeds-amount discount.value']);
  });
});

describe('tax (EN 16931)', () => {
  test.each([
    [{ taxCategory: 'S', taxRate: '0' }, ['tax.rate-missing lines.0.taxRate']],
    [{ taxCategory: 'S', taxRate: '19' }, []],
    [{ taxCategory: 'S', taxRate: '101' }, ['tax.rate-over-100 lines.0.taxRate']],
    [{ taxCategory: 'Z', taxRate: '7' }, ['tax.rate-not-zero lines.0.taxRate']],
    [{ taxCategory: 'E', taxRate: '0' }, ['tax.reason-missing lines.0.taxReason']],
    [{ taxCategory: 'E', taxRate: '', taxReason: 'Article 132' }, []],
    [{ taxCategory: 'O', taxRate: '0', taxReason: 'Outside the scope' }, []],
    [
      { taxCategory: 'AE', taxRate: '0' },
      [
        'tax.reason-missing lines.0.taxReason',
        'tax.seller-id-missing seller.taxId',
        'tax.buyer-id-missing buyer.taxId',
      ],
    ],
  ] as const)('%o', (fields, expected) => {
    expect(lineProblems(fields)).toEqual(expected);
  });

  test('not subject to tax stands alone', () => {
    const lines = [lineDraft({ taxCategory: 'O', taxReason: 'Outside the scope' }), lineDraft({ id: 'line-2' })];
    expect(problemsOf({ lines })).toEqual(['tax.mixed-not-subject lines.0.taxCategory']);
  });
});

describe('text', () => {
  test.each([
    'فاتورة رقم ١٢',
    'תשלום עבור עבודה',
    '👩‍💻 design 🎨',
    '<script>alert(1)</script>',
    'Zażółć gęślą jaźń',
    'line one\nline two\tindented',
    'x'.repeat(10_000),
  ])('%j is fine', (description) => {
    expect(lineProblems({ description })).toEqual([]);
  });

  test.each([
    ['x'.repeat(10_001), 'text.too-long'],
    ['bell\u0007', 'text.control-characters'],
    ['pay \u202e00.1', 'text.control-characters'],
    ['half \ud83d', 'text.malformed-unicode'],
  ])('%j is refused', (description, code) => {
    expect(lineProblems({ description })).toEqual([`${code} lines.0.description`]);
  });

  test('names and references are one line', () => {
    const buyer = { ...emptyParty, name: 'Ada\nBcc: eve@example.com', country: 'XX', email: 'a@b.com,c@d.com' };
    expect(problemsOf({ buyer, purchaseOrder: 'PO\r\n1' })).toEqual([
      'email.several buyer.email',
      'country.unknown buyer.country',
      'text.line-break buyer.name',
      'text.line-break purchaseOrder',
    ]);
  });
});

describe("the seller's own texts", () => {
  test.each([
    ['name', 'Ada\nBcc: eve@example.com', 'text.line-break'],
    ['name', 'Ada\u0007', 'text.control-characters'],
    ['name', 'half \ud83d', 'text.malformed-unicode'],
    ['address', 'Road 1\u202e', 'text.control-characters'],
    ['taxId', 'DE\t1', 'text.line-break'],
    ['country', 'ZZ', 'country.unknown'],
  ])('%s %j is refused', (field, text, code) => {
    const found = validateDraft(invoiceDraft(), { purpose: 'issue', seller: { ...seller, [field]: text }, today });
    expect(found.map((problem) => [problem.code, problem.path])).toEqual([[code, ['seller', field]]]);
  });
});

describe('lines', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => lineDraft({ id: `line-${index}` }));

  test('500 are fine, one more is too many', () => {
    expect(problemsOf({ lines: many(500) })).toEqual([]);
    expect(problemsOf({ lines: many(501) })).toEqual(['lines.too-many lines']);
    const [found] = validateDraft(invoiceDraft({ lines: many(501) }), { purpose: 'issue', seller, today });
    expect(found?.message).toMatch(/501 lines; at most 500/);
  });

  test('blank ones do not count', () => {
    const blank = lineDraft({ id: 'blank', description: ' ', unitPrice: '' });
    expect(problemsOf({ lines: [...many(500), blank] })).toEqual([]);
    expect(problemsOf({ lines: [blank] })).toEqual(['lines.none lines']);
  });
});

test('tokens and rates are known ones', () => {
  expect(problemsOf({ accept: [] })).toEqual(['accept.none accept']);
  expect(problemsOf({ accept: ['1:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', '1:0xdead'] })).toEqual([
    'accept.unknown-token accept.1',
  ]);
  const rate = { peg: 'USD', perUnit: '0', source: ' ', at: 'noon' } as const;
  expect(problemsOf({ rates: [rate] })).toEqual([
    'rate.not-positive rates.0.perUnit',
    'rate.source-missing rates.0.source',
    'rate.time-missing rates.0.at',
  ]);
});

describe('an exchange rate', () => {
  const rate = { peg: 'USD', perUnit: '1.0837', source: 'ECB', at: '2026-11-20T15:00:00Z' } as const;

  test.each([
    [{}, []],
    [{ perUnit: ' 1.25 ', at: '2026-11-20T15:00:00.123+01:00' }, []],
    [{ perUnit: '1,25' }, ['amount.wrong-separator rates.0.perUnit']],
    [{ perUnit: '-1' }, ['amount.negative rates.0.perUnit']],
    [{ perUnit: '9'.repeat(40) }, ['amount.too-large rates.0.perUnit']],
    [{ perUnit: '9'.repeat(15) }, ['rate.too-large rates.0.perUnit']],
    [{ perUnit: '9'.repeat(13) }, []],
    [{ source: 'half \ud83d' }, ['text.malformed-unicode rates.0.source']],
    [{ source: 'ECB\u202e' }, ['text.control-characters rates.0.source']],
    [{ at: '1' }, ['rate.time-missing rates.0.at']],
    [{ at: '2026-02-30T15:00:00Z' }, ['rate.time-missing rates.0.at']],
  ])('%o', (fields, expected) => {
    expect(problemsOf({ rates: [{ ...rate, ...fields }] })).toEqual(expected);
  });
});

test('any text in any field gives problems, never an exception', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(anything, anything, anything, anything, (a, b, c, d) => {
      const party = { name: a, email: b, address: c, country: d, taxId: a };
      const line = lineDraft({ description: a, quantity: b, unit: c, unitPrice: d, taxRate: a, taxReason: b });
      const discount = { kind: 'amount', value: c } as const;
      const draft = invoiceDraft({
        buyer: party,
        currency: a,
        issueDate: b,
        dueDate: c,
        lines: [line],
        discount,
        notes: d,
      });
      for (const purpose of ['save', 'issue'] as const)
        expect(Array.isArray(validateDraft(draft, { purpose, seller: party, today }))).toBe(true);
    }),
  );
});
