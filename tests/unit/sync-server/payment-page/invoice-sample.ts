import type { Payment } from '../../../../shared/payment/payment.ts';
import type { PayableInvoice } from '../../../../shared/payment/payment-terms.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';

/** USD 1,200.00, payable in USDC on Base with a tail of 4,217 millionths. */
export const payable: PayableInvoice = {
  format: 'quittance/payable-invoice',
  version: 1,
  invoice: {
    kind: 'invoice',
    id: 'one',
    number: 'INV-2026-0001',
    issueDate: '2026-11-01',
    dueDate: '2026-11-30',
    currency: 'USD',
    seller: { name: 'Northwind', email: '', address: '', country: '', taxId: '' },
    buyer: { name: 'Harbour', email: '', address: '', country: '', taxId: '' },
    priceMode: 'exclusive',
    lines: [
      {
        description: 'Design',
        quantity: '1',
        unit: '',
        unitPrice: '1200',
        discountPercent: null,
        discount: '0',
        taxCategory: 'O',
        taxRate: '0',
        taxReason: '',
        amount: '120000',
      },
    ],
    discountPercent: null,
    totals: { lines: '120000', discount: '0', net: '120000', tax: '0', total: '120000', taxes: [] },
    notes: '',
    terms: '',
    purchaseOrder: '',
  },
  terms: {
    options: [
      {
        chainId: 8453,
        token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
        symbol: 'USDC',
        decimals: 6,
        address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
        ownAddress: false,
        exact: '1200000000',
        tagged: '1200004217',
      },
    ],
    tag: '00112233445566778899aabbccddeeff',
    tail: 4217,
    rates: [],
    expiresAt: '2026-12-01T12:00:00.000Z',
    monitorUntil: '2027-03-01T12:00:00.000Z',
  },
};

/** A moment before the invoice is due. */
export const inTime = { instant: Date.parse('2026-11-20T12:00:00Z'), today: '2026-11-20' };

/** A live state with the given payments; the relay follows the option's chain. */
export function live(payments: readonly Payment[], status: LinkState['status'] = 'open'): LinkState {
  return { status, payments: [...payments], chains: [followed(8453)] };
}

/** A chain that the relay follows. */
export function followed(chainId: number): LinkState['chains'][number] {
  const at = '2026-11-20T12:00:00.000Z';
  return { chainId, checkedThrough: '100', checkedAt: at, finalized: '90', status: 'following', trouble: null };
}

let count = 0;

/** A payment of the only option; each has a transaction of its own unless told otherwise. */
export function payment(wishes: Partial<Payment>): Payment {
  const hash = `0x${(++count).toString(16).padStart(64, '0')}`;
  const txHash = wishes.txHash ?? hash;
  return {
    key: `8453:${hash}:${txHash}:0`,
    chainId: 8453,
    blockNumber: '100',
    blockHash: hash,
    blockTime: 1_795_000_000,
    txHash,
    logIndex: 0,
    token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    from: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
    to: '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
    units: '1200000000',
    rule: 'tag',
    state: 'confirmed',
    confirmations: 10,
    requiredConfirmations: 10,
    late: false,
    ...wishes,
  };
}
