import type { TaxCategory } from './invoice-draft.ts';

/** What EN 16931 asks of a line in one VAT category. */
export interface TaxCategoryRule {
  /** Plain name for menus and documents. */
  readonly name: string;
  /** The rate must be above zero (`positive`) or zero. */
  readonly rate: 'positive' | 'zero';
  /** A reason for charging no tax must be given (BT-120). */
  readonly reason: boolean;
  /** Seller's and buyer's tax ids must both be on the invoice. */
  readonly taxIds: boolean;
  /** The rules this follows, by their names in EN 16931-1 §6.4. */
  readonly rules: { readonly rate: string; readonly reason: string; readonly taxIds: string };
}

/**
 * The VAT categories and their rules. That a seller must have a tax id at all (BR-S-02, BR-Z-02, BR-E-02) is left to
 * the structured e-invoice: freelancers outside VAT, and sellers outside the EU, issue invoices without one.
 */
export const taxCategoryRules: Readonly<Record<TaxCategory, TaxCategoryRule>> = {
  S: { name: 'Standard rate', rate: 'positive', reason: false, taxIds: false, rules: named('S') },
  Z: { name: 'Zero rate', rate: 'zero', reason: false, taxIds: false, rules: named('Z') },
  E: { name: 'Exempt', rate: 'zero', reason: true, taxIds: false, rules: named('E') },
  AE: { name: 'Reverse charge', rate: 'zero', reason: true, taxIds: true, rules: named('AE') },
  K: { name: 'Intra-community supply', rate: 'zero', reason: true, taxIds: true, rules: named('IC') },
  G: { name: 'Export outside the EU', rate: 'zero', reason: true, taxIds: false, rules: named('G') },
  O: { name: 'Not subject to tax', rate: 'zero', reason: true, taxIds: false, rules: named('O') },
};

function named(prefix: string): TaxCategoryRule['rules'] {
  return { rate: `BR-${prefix}-05`, reason: `BR-${prefix}-10`, taxIds: `BR-${prefix}-02` };
}
