import type { MigrationStrategies } from 'rxdb';
import { completeDocument } from './complete-document.ts';
import type { InvoiceDocument, QuarantineDocument, VerificationDocument } from './documents.ts';
import type { EngineDocuments } from './engine-database.ts';

/** How documents of an older schema become the next one's, by the version they become. */
export const migrations: { readonly [Name in keyof EngineDocuments]: MigrationStrategies } = {
  // What is new has its default where it is read.
  settings: { 1: (old) => old, 2: (old) => old },
  contacts: {},
  // Version 0 had no room for "uncollectible", and all invoices of an address shared it; version 1 did
  // not say what is final.
  invoices: {
    1: (old: InvoiceDocument): InvoiceDocument => ({ ...old, addressIndex: -1, forwarderOwner: '' }),
    2: (old: InvoiceDocument): InvoiceDocument => completeDocument('invoices', old),
  },
  letterheads: {},
  payments: { 1: (old) => completeDocument('payments', old) },
  unmatched: { 1: (old) => completeDocument('unmatched', old) },
  adjustments: {},
  timeline: {},
  jobs: { 1: (old) => ({ ...old, subject: '' }) },
  device: {},
  // Version 0 could not be read back; version 1 did not tell what was refused, but every reason began so.
  quarantine: {
    1: () => null,
    2: (old: QuarantineDocument): QuarantineDocument => ({
      ...old,
      cause: old.reason.startsWith('The relay would not take') ? 'refused' : 'unreadable',
    }),
  },
  // Version 0 did not say what exactly it had verified, so all of it is asked for again.
  verifications: {
    1: (old: { id: string; linkId: string }): VerificationDocument => ({
      id: old.id,
      linkId: old.linkId,
      status: 'waiting',
      detail: 'Waiting for your own endpoint.',
      checkedAt: '',
      facts: '',
      confirmations: 0,
      isFinal: false,
      due: true,
    }),
  },
};
