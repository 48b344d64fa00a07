/** The documents that both stores of the store bench are filled with: invoices of about 1.4 KB, always the same ones. */
export interface BenchInvoice {
  readonly id: string;
  readonly state: 'draft' | 'issued' | 'void';
  readonly settlement: 'unpaid' | 'partial' | 'paid';
  readonly number: string;
  readonly buyerName: string;
  readonly dueDate: string;
  readonly updatedAt: string;
  readonly total: string;
  readonly lines: readonly { readonly text: string; readonly quantity: string; readonly unitPrice: string }[];
}

/** Invoice `n`, counted from zero; later ones are newer. */
export function benchInvoice(n: number): BenchInvoice {
  const random = seeded(n);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  return {
    id: `i${String(Math.floor(random() * 1e9)).padStart(9, '0')}${String(n).padStart(7, '0')}`,
    state: pick(['draft', 'issued', 'issued', 'issued', 'void']),
    settlement: pick(['unpaid', 'partial', 'paid', 'paid']),
    number: `INV-2026-${String(n).padStart(6, '0')}`,
    buyerName: `${pick(NAMES)} ${pick(NAMES)} ${pick(FORMS)}`,
    dueDate: new Date(1.77e12 + n * 60_000 + 30 * 86_400_000).toISOString().slice(0, 10),
    updatedAt: new Date(1.77e12 + n * 60_000).toISOString(),
    total: `${Math.floor(random() * 1_000_000)}.${String(Math.floor(random() * 100)).padStart(2, '0')}`,
    lines: Array.from({ length: 6 }, () => ({
      text: Array.from({ length: 18 }, () => pick(WORDS)).join(' '),
      quantity: String(1 + Math.floor(random() * 40)),
      unitPrice: `${Math.floor(random() * 900)}.00`,
    })),
  };
}

/** What the search measures: numbers, names, words of lines, parts of words, nothing to be found. */
export function benchSearches(count: number): string[] {
  const some = benchInvoice(Math.floor(count / 3));
  const other = benchInvoice(Math.floor((count * 2) / 3));
  return [
    some.number,
    other.number.slice(-6),
    some.buyerName,
    'marlowe',
    'audit',
    'calib',
    'quantum zebra',
    other.total,
  ];
}

/** RxDB's schema of the documents. */
export const BENCH_SCHEMA = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    state: { type: 'string', maxLength: 10 },
    settlement: { type: 'string', maxLength: 10 },
    number: { type: 'string', maxLength: 40 },
    buyerName: { type: 'string' },
    dueDate: { type: 'string', maxLength: 10 },
    updatedAt: { type: 'string', maxLength: 30 },
    total: { type: 'string' },
    lines: { type: 'array', items: { type: 'object' } },
  },
  required: ['id', 'state', 'settlement', 'number', 'dueDate', 'updatedAt'],
  indexes: [['updatedAt'], ['state', 'updatedAt'], ['settlement', 'updatedAt'], ['number']],
};

const NAMES = [
  'Marlowe',
  'Ashby',
  'Thorne',
  'Weber',
  'Nguyen',
  'Okafor',
  'Lindqvist',
  'Moreau',
  'Ito',
  'Santos',
] as const;
const FORMS = ['Ltd', 'GmbH', 'LLC', 'SAS', 'AB', 'Studio'] as const;
const WORDS: readonly [string, ...string[]] = [
  'design',
  'of',
  'the',
  'consulting',
  'audit',
  'monthly',
  'retainer',
  'hours',
  'for',
  'platform',
  'migration',
  'and',
  'review',
  'with',
  'team',
  'workshop',
  'calibration',
  'hosting',
  'support',
  'licence',
  'research',
  'prototype',
  'translation',
  'travel',
  'expenses',
  'security',
  'report',
  'brand',
  'strategy',
  'quarterly',
];

/** A small generator (mulberry32), so that the documents are the same everywhere. */
function seeded(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
