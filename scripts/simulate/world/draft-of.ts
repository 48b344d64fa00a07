import type { CommandInput } from '../../../shared/app-api/app-api.ts';
import { emptyParty } from '../../../shared/invoice/party.ts';

/** What a new invoice is to be: `dueDate` is an ISO date. */
export interface DraftWish {
  readonly amount: number;
  readonly currency: 'USD' | 'EUR';
  readonly dueDate: string;
}

/** Few sums, so that many invoices ask for the same. */
const prices = ['100.00', '100.00', '25.00', '1200.00', '99.99', '10.00', '0.50', '100.01', '333.33', '75000.00'];

/** A draft with one line. Invoices in euro can be settled in dollars at a frozen rate. */
export function draftOf({ amount, currency, dueDate }: DraftWish): CommandInput<'invoice.create'>['draft'] {
  const rate = { peg: 'USD' as const, perUnit: '1.0837', source: 'European Central Bank', at: '2026-11-20T15:00:00Z' };
  return {
    buyer: { ...emptyParty, name: 'Grace Hopper', email: 'grace@example.com' },
    currency,
    dueDate,
    rates: currency === 'EUR' ? [rate] : [],
    lines: [
      {
        id: 'l1',
        description: 'Analytical engine, one week',
        quantity: '1',
        unit: '',
        unitPrice: prices[amount % prices.length] ?? '100.00',
        discount: { kind: 'percent', value: '' },
        taxCategory: 'Z',
        taxRate: '0',
        taxReason: '',
      },
    ],
  };
}
