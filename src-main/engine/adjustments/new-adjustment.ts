import type { AdjustmentDocument } from '../database/documents.ts';

type Given = Pick<AdjustmentDocument, 'id' | 'kind'> & Partial<AdjustmentDocument> & { readonly at: string };

/** The document of a new adjustment; what is not given is nothing. */
export function newAdjustment({ at, ...given }: Given): AdjustmentDocument {
  return {
    rev: '',
    invoiceId: '',
    linkId: '',
    txHash: given.transfer?.txHash ?? '',
    amount: '0',
    note: '',
    undone: false,
    createdAt: at,
    updatedAt: at,
    transfer: null,
    assignment: null,
    outside: null,
    creditNote: null,
    series: '',
    sequence: 0,
    ...given,
  };
}
