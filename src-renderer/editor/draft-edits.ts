import type { InvoiceDraft, LineDraft, SettlementRate } from '../../shared/invoice/invoice-draft.ts';
import type { Party } from '../../shared/invoice/party.ts';

/** An empty line; it is taxed as the line before it, since most invoices are all of one kind. */
export function blankLine(id: string, before?: LineDraft): LineDraft {
  return {
    id,
    description: '',
    quantity: '1',
    unit: before?.unit ?? '',
    unitPrice: '',
    discount: { kind: 'percent', value: '' },
    taxCategory: before?.taxCategory ?? 'Z',
    taxRate: before?.taxRate ?? '0',
    taxReason: before?.taxReason ?? '',
  };
}

/** Changes one line; the others stay the very same objects. */
export function editLine(draft: InvoiceDraft, id: string, change: Partial<LineDraft>): InvoiceDraft {
  return { ...draft, lines: draft.lines.map((line) => (line.id === id ? { ...line, ...change } : line)) };
}

/** What a typed tax rate means: a rate above zero is the standard rate, none is the zero rate. Exemptions are kept. */
export function editTaxRate(line: LineDraft, taxRate: string): Partial<LineDraft> {
  const isZero = /^[0.\s]*$/.test(taxRate);
  if (line.taxCategory === 'Z' && !isZero) return { taxRate, taxCategory: 'S' };
  if (line.taxCategory === 'S' && isZero && taxRate.trim() !== '') return { taxRate, taxCategory: 'Z' };
  return { taxRate };
}

/** Puts a line after the one with the given id, or at the end. */
export function insertLine(draft: InvoiceDraft, line: LineDraft, afterId?: string): InvoiceDraft {
  const at = draft.lines.findIndex((other) => other.id === afterId);
  const place = at < 0 ? draft.lines.length : at + 1;
  return { ...draft, lines: draft.lines.toSpliced(place, 0, line) };
}

/** Takes a line away. */
export function removeLine(draft: InvoiceDraft, id: string): InvoiceDraft {
  return { ...draft, lines: draft.lines.filter((line) => line.id !== id) };
}

/** Moves a line to another place; places beyond the ends are the ends. */
export function moveLine(draft: InvoiceDraft, id: string, to: number): InvoiceDraft {
  const from = draft.lines.findIndex((line) => line.id === id);
  const line = draft.lines[from];
  const place = Math.max(0, Math.min(draft.lines.length - 1, to));
  if (!line || place === from) return draft;
  return { ...draft, lines: draft.lines.toSpliced(from, 1).toSpliced(place, 0, line) };
}

/** Changes the buyer; naming somebody else by hand no longer means the contact. */
export function editBuyer(draft: InvoiceDraft, field: keyof Party, value: string): InvoiceDraft {
  return { ...draft, buyer: { ...draft.buyer, [field]: value } };
}

/** Sets, or with an empty figure and source takes away, the rate against a peg. */
export function editRate(draft: InvoiceDraft, rate: SettlementRate): InvoiceDraft {
  const others = draft.rates.filter((other) => other.peg !== rate.peg);
  const isNone = rate.perUnit === '' && rate.source === '';
  return { ...draft, rates: isNone ? others : [...others, rate].sort((a, b) => b.peg.localeCompare(a.peg)) };
}

/** Whether the draft fits the short form: at most one line, which is one of something, undiscounted and untaxed. */
export function isSimple(draft: InvoiceDraft): boolean {
  const [line] = draft.lines;
  if (!line) return true;
  const isPlain = line.quantity.trim() === '1' && line.unit === '' && line.discount.value === '';
  return draft.lines.length === 1 && isPlain && line.taxCategory === 'Z' && draft.discount.value === '';
}
