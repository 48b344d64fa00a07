import type { SignedInvoice } from '../../../shared/sealing/signed-invoice.ts';

/**
 * Reads the opened envelope's JSON and checks its shape as far as the page relies on it; null for anything else.
 *
 * By hand, because the schemas of shared/ would bring a validator larger than the page. The signature, checked next, is
 * what vouches for the contents; this only keeps a strange document from breaking the page half-way.
 */
export function readSignedInvoice(json: string): SignedInvoice | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  return fits(value, signedInvoice) ? (value as SignedInvoice) : null;
}

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const listOf =
  (check: Check, least: number, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);
const record =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    fits(value, shape);
const integer =
  (least: number, most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

const minor = matching(/^-?\d{1,40}$/);
const decimal = matching(/^-?\d{1,30}(\.\d{1,20})?$/);
const date = matching(/^\d{4}-\d{2}-\d{2}$/);
const instant: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const address = matching(/^0x[0-9a-fA-F]{40}$/);
const units = matching(/^\d{1,78}$/);
const category = matching(/^(S|Z|E|AE|K|G|O)$/);
const percent: Check = (value) => value === null || decimal(value);

const party = record({ name: text, email: text, address: text, country: text, taxId: text });

const line = record({
  description: text,
  quantity: decimal,
  unit: text,
  unitPrice: decimal,
  discountPercent: percent,
  discount: minor,
  amount: minor,
});

const totals = record({
  lines: minor,
  discount: minor,
  net: minor,
  tax: minor,
  total: minor,
  taxes: listOf(record({ category, rate: decimal, reason: text, taxable: minor, tax: minor }), 0, 1000),
});

const invoice = record({
  number: text,
  issueDate: date,
  dueDate: date,
  currency: matching(/^[A-Z]{3}$/),
  seller: party,
  buyer: party,
  priceMode: matching(/^(ex|in)clusive$/),
  lines: listOf(line, 1, 500),
  discountPercent: percent,
  totals,
  notes: text,
  terms: text,
  purchaseOrder: text,
});

const option = record({
  chainId: integer(1, Number.MAX_SAFE_INTEGER),
  token: address,
  symbol: text,
  decimals: integer(0, 36),
  address,
  ownAddress: (value) => typeof value === 'boolean',
  exact: units,
  tagged: units,
});

const terms = record({
  options: listOf(option, 1, 200),
  tag: matching(/^[0-9a-f]{32}$/),
  tail: integer(0, 9999),
  rates: listOf(record({ peg: text, perUnit: text, source: text, at: text }), 0, 2),
  expiresAt: instant,
  monitorUntil: instant,
});

const signedInvoice: Readonly<Record<string, Check>> = {
  payable: record({
    format: (value) => value === 'quittance/payable-invoice',
    version: (value) => value === 1,
    invoice,
    terms,
  }),
  signature: record({
    algorithm: (value) => value === 'Ed25519',
    publicKey: matching(/^[0-9a-f]{64}$/),
    value: matching(/^[0-9a-f]{128}$/),
  }),
};

function fits(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return Object.entries(shape).every(([name, check]) => check(fields[name]));
}
